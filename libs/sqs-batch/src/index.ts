export { MessageRefusedError } from './errors.ts';
export { MAX_REQUEST_BYTES } from './limits.ts';
export { isMessageText, messageTextOf, toMessageText } from './message-text.ts';
export { type Message, messageBytes } from './plan-requests.ts';
export { createQueueClient, isQueueUrl, type Queue, QUEUE_URL_ALLOWED, type QueueClient } from './queue.ts';
export { sendMessages, type SendReport } from './send-messages.ts';
