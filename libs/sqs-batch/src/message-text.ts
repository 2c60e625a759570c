/**
 * SQS: characters that a message may not hold. Depending on the page the service refuses such a message or puts U+FFFD in
 * their place, which would be a silent change.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for.
const NOT_ALLOWED = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Whether a message may hold a text. */
export const isMessageText = (text: string): boolean => text.search(NOT_ALLOWED) === -1;

/** A text that a message may hold: `?` stands for each character that it may not. */
export const toMessageText = (text: string): string => text.replace(NOT_ALLOWED, '?');

/** The text that stands for these bytes and no others; `undefined` where there is none that a message may hold. */
export const messageTextOf = (bytes: Buffer): string | undefined => {
  const text = bytes.toString();
  return isMessageText(text) && Buffer.from(text).equals(bytes) ? text : undefined;
};
