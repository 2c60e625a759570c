/** A value beside a message's body, as SQS and SNS have it. */
export interface MessageAttribute {
  /** `String`, `Number` or `Binary`, and whatever its user wrote behind a dot. */
  readonly dataType: string;
  readonly stringValue?: string | undefined;
  /** base64; there instead of the string when the type is `Binary`. */
  readonly binaryValue?: string | undefined;
}
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** A message on its way into a queue. */
export interface MessageDraft {
  readonly body: string;
  readonly attributes?: MessageAttributes | undefined;
  /** @default the queue's */
  readonly delayMs?: number | undefined;
}

/** A message as a receiver gets it. */
export interface Message {
  readonly id: string;
  /** Names this receive of the message: it deletes the message unless another receive came after it. */
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly sentMs: number;
  /** This receive included, and those from the queue where it was before. */
  readonly receiveCount: number;
  readonly firstReceivedMs: number;
  /** The queue that it came from, when it is a dead letter. */
  readonly deadLetterSourceArn?: string | undefined;
}
