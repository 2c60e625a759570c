import type { MessageAttribute, MessageAttributes } from '../sqs/message.ts';

/** A message on its way into a topic. */
export interface Publication {
  readonly message: string;
  readonly subject?: string | undefined;
  readonly attributes: MessageAttributes;
}

/** Where a message came from and who gets it. */
export interface Context {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subscriptionArn: string;
  /** Begins the links in the message. */
  readonly endpoint: string;
  readonly nowMs: number;
}

/**
 * Here nothing is signed: AWS signs with a certificate that only AWS has. The members are there because subscribers' schemas
 * want them; a subscriber that verifies them refuses the message, as it should.
 */
const signature = (endpoint: string) => ({
  SignatureVersion: '1',
  Signature: 'UNSIGNED',
  SigningCertURL: `${endpoint}/UNSIGNED.pem`,
});

const link = (endpoint: string, query: Readonly<Record<string, string>>): string =>
  `${endpoint}/?${new URLSearchParams(query).toString()}`;

/** The envelope of a message. @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
export function notification({ message, subject, attributes }: Publication, context: Context): string {
  const { messageId, topicArn, subscriptionArn, endpoint, nowMs } = context;
  const hasAttributes = Object.keys(attributes).length > 0;
  const envelope = {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject !== undefined && { Subject: subject }),
    Message: message,
    Timestamp: new Date(nowMs).toISOString(),
    ...signature(endpoint),
    UnsubscribeURL: link(endpoint, { Action: 'Unsubscribe', SubscriptionArn: subscriptionArn }),
    ...(hasAttributes && { MessageAttributes: Object.fromEntries(Object.entries(attributes).map(attributeMember)) }),
  };
  return JSON.stringify(envelope, undefined, 2);
}

const attributeMember = ([name, { dataType, stringValue, binaryValue }]: [string, MessageAttribute]) =>
  [name, { Type: dataType, Value: stringValue ?? binaryValue }] as const;

/** What an HTTP endpoint gets before anything else: whoever follows the link wants the topic's messages. */
export function confirmationRequest({ messageId, topicArn, endpoint, nowMs }: Context, token: string): string {
  const envelope = {
    Type: 'SubscriptionConfirmation',
    MessageId: messageId,
    Token: token,
    TopicArn: topicArn,
    Message: `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    SubscribeURL: link(endpoint, { Action: 'ConfirmSubscription', TopicArn: topicArn, Token: token }),
    Timestamp: new Date(nowMs).toISOString(),
    ...signature(endpoint),
  };
  return JSON.stringify(envelope, undefined, 2);
}
