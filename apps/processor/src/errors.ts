import { eventShape } from '@tickerlake/lambda-app';

/** Base of every error of the processor, but for a `ConfigError` of its environment. */
class ProcessorError extends Error {
  override readonly name: string = 'ProcessorError';
  /** Whether the same message may be processed later. */
  readonly retriable: boolean = false;
}

/** The event is not one of a mapping on a queue, so there is no message id to answer with. */
export class NotAQueueEventError extends ProcessorError {
  override readonly name = 'NotAQueueEventError';

  constructor(event: unknown) {
    super(
      `Expected { Records: [{ messageId, body }] }, but got ${eventShape(event)}. Invoke this function by an event source mapping on an SQS queue.`,
    );
  }
}

/** A row is not one of its table: schema and table disagree. */
export class NotARowError extends ProcessorError {
  override readonly name = 'NotARowError';
}

/** An object is not in the bucket, or it is not known whether it is. */
export class ObjectNotStoredError extends ProcessorError {
  override readonly name = 'ObjectNotStoredError';
  override readonly retriable = true;

  constructor(key: string, cause: unknown) {
    super(`The object ${key} was not stored. Its messages will come again.`, { cause });
  }
}

/** An object is in the bucket, and nobody may have been told. */
export class NoticeNotPublishedError extends ProcessorError {
  override readonly name = 'NoticeNotPublishedError';
  override readonly retriable = true;

  constructor(key: string, cause: unknown) {
    super(`No notice of the object ${key} was published. Its messages will come again.`, { cause });
  }
}

/** Unreadable lines are not all in the dead-letter queue. */
export class NotDeadLetteredError extends ProcessorError {
  override readonly name = 'NotDeadLetteredError';
  override readonly retriable = true;

  constructor(messageId: string, cause: unknown) {
    super(`The unreadable lines of message ${messageId} were not all sent to the dead-letter queue.`, { cause });
  }
}

/** A line with its reason is larger than a message may be; the queue's own redrive policy moves the message as it is. */
export class DeadLetterTooLargeError extends ProcessorError {
  override readonly name = 'DeadLetterTooLargeError';

  constructor(bytes: number, maxBytes: number) {
    super(
      `A dead letter of ${bytes} bytes exceeds the limit of ${maxBytes} bytes. The message is left to the redrive policy.`,
    );
  }
}
