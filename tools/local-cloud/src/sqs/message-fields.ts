import { type Fields, object, optionalText } from '../fields.ts';
import { ACCOUNT_ID, ServiceError } from '../service.ts';
import type { Message, MessageAttribute, MessageDraft } from './message.ts';
import {
  attributeFault,
  ATTRIBUTES_MAX,
  attributesChecksum,
  bodyChecksum,
  isMessageText,
} from './message-attributes.ts';

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export const DELAY_MAX_SECONDS = 900;
/** What other kinds of queues than standard ones need. To ignore it would be to lose what it says. */
const FOREIGN = ['MessageGroupId', 'MessageDeduplicationId', 'MessageSystemAttributes', 'ReceiveRequestAttemptId'];

export const invalidValue = (value: unknown, name: string, reason: string): ServiceError =>
  new ServiceError(
    'InvalidParameterValue',
    `Value ${String(value)} for parameter ${name} is invalid. Reason: ${reason}.`,
  );

export function required(fields: Fields, name: string): string {
  const value = optionalText(fields, name, { min: 0 });
  if (value !== undefined && value !== '') return value;
  throw new ServiceError('MissingParameter', `The request must contain the parameter ${name}.`);
}

export function numberWithin(fields: Fields, name: string, min: number, max: number): number | undefined {
  const value = fields[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalidValue(JSON.stringify(value), name, `Must be between ${min} and ${max}, if provided`);
}

export function refuseForeign(fields: Fields): void {
  const name = FOREIGN.find((one) => fields[one] !== undefined && fields[one] !== null);
  if (name === undefined) return;
  const reason =
    'The request includes a parameter that is not valid for this queue type: queues here are standard queues';
  throw invalidValue(JSON.stringify(fields[name]), name, reason);
}

/** The message of a send or of an entry of a batch. */
export function readMessage(fields: Fields): MessageDraft {
  refuseForeign(fields);
  const body = required(fields, 'MessageBody');
  if (!isMessageText(body))
    throw new ServiceError(
      'InvalidMessageContents',
      'Invalid characters found. Valid are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.',
    );
  const attributes = Object.entries(object(fields['MessageAttributes'] ?? {}, 'MessageAttributes')).map(readAttribute);
  if (attributes.length > ATTRIBUTES_MAX)
    throw new ServiceError(
      'InvalidParameterValue',
      `Number of message attributes [${attributes.length}] exceeds the allowed maximum [${ATTRIBUTES_MAX}].`,
    );
  const delaySeconds = numberWithin(fields, 'DelaySeconds', 0, DELAY_MAX_SECONDS);
  const delayMs = delaySeconds === undefined ? undefined : delaySeconds * 1000;
  return { body, attributes: Object.fromEntries(attributes), delayMs };
}

function readAttribute([name, value]: [string, unknown]): [string, MessageAttribute] {
  const fields = object(value, name);
  const attribute = {
    dataType: optionalText(fields, 'DataType') ?? '',
    stringValue: optionalText(fields, 'StringValue', { min: 0 }),
    binaryValue: optionalText(fields, 'BinaryValue', { min: 0 }),
  };
  const fault = attributeFault(name, attribute);
  if (fault !== undefined) throw new ServiceError('InvalidParameterValue', `${fault}.`);
  return [name, attribute];
}

/** The attributes that SQS gives a message. `SenderId` is the account: nobody else sends here. */
const systemAttributes = (message: Message): Record<string, string> => ({
  SenderId: ACCOUNT_ID,
  SentTimestamp: String(message.sentMs),
  ApproximateReceiveCount: String(message.receiveCount),
  ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs),
  ...(message.deadLetterSourceArn !== undefined && { DeadLetterQueueSourceArn: message.deadLetterSourceArn }),
});

/** A message as an answer holds it, with the attributes that were asked for. */
export function writeMessage(
  message: Message,
  wantsSystem: (name: string) => boolean,
  wants: (name: string) => boolean,
): object {
  const attributes = Object.fromEntries(Object.entries(message.attributes).filter(([name]) => wants(name)));
  const system = Object.entries(systemAttributes(message)).filter(([name]) => wantsSystem(name));
  const checksum = attributesChecksum(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: bodyChecksum(message.body),
    Body: message.body,
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(checksum !== undefined && { MD5OfMessageAttributes: checksum, MessageAttributes: mapValues(attributes) }),
  };
}

const mapValues = (attributes: Readonly<Record<string, MessageAttribute>>): object =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]) => [
      name,
      { DataType: dataType, StringValue: stringValue, BinaryValue: binaryValue },
    ]),
  );
