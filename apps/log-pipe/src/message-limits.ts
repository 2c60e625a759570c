// Limits of the queue, each with its source.

/**
 * SQS: bytes of one message, and of all the messages of one `SendMessageBatch` together, attributes included: 1 MiB.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
export const MAX_REQUEST_BYTES = 1_048_576;

/** SQS: messages of one `SendMessageBatch`. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
export const MAX_REQUEST_MESSAGES = 10;

/**
 * Room beside the body: for the attributes that go with it here, and for those with which the processor hands an
 * unreadable body on to the dead-letter queue, whose messages have the same limit.
 */
const HEAD_ROOM_BYTES = 4_096;

/** The most that this function puts into the body of one message, bytes. */
export const MAX_BODY_BYTES = MAX_REQUEST_BYTES - HEAD_ROOM_BYTES;

/**
 * SQS: characters that a message may not hold. Depending on the page the service refuses such a message or puts U+FFFD in
 * their place, which would be a silent change.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for.
export const NOT_ALLOWED_IN_MESSAGES = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
