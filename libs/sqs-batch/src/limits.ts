// Limits of SQS, each with its source.

/**
 * SQS: bytes of one message, and of all the messages of one `SendMessageBatch` together, attributes included: 1 MiB.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
export const MAX_REQUEST_BYTES = 1_048_576;

/** SQS: messages of one `SendMessageBatch`. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
export const MAX_REQUEST_MESSAGES = 10;
