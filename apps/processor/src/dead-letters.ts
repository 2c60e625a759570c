import {
  MAX_REQUEST_BYTES,
  type Message,
  messageBytes,
  messageTextOf,
  type Queue,
  sendMessages,
  toMessageText,
} from '@tickerlake/sqs-batch';
import { DeadLetterTooLargeError, NotDeadLetteredError } from './errors.ts';
import type { SourceMessage, UnreadableLine } from './process.ts';

/** Reasons are cut to this many characters: who needs more has the line. */
const MAX_REASON_CHARS = 500;

/** The line as it came; in base64, and marked so, where text cannot hold it. The processor reads both. */
const bodyOf = (bytes: Buffer): { body: string; encoding?: string } => {
  const body = messageTextOf(bytes);
  return body === undefined ? { body: bytes.toString('base64'), encoding: 'base64' } : { body };
};

const letterOf = (line: UnreadableLine, { messageId, receiveCount, part }: SourceMessage): Message => {
  const { body, encoding } = bodyOf(line.bytes);
  return {
    body,
    attributes: {
      reason: toMessageText(line.reason.slice(0, MAX_REASON_CHARS)),
      tries: receiveCount,
      origin: messageId,
      // With these it can be sent back to the queue as it is.
      ...(encoding !== undefined && { encoding }),
      ...(part !== undefined && { part }),
    },
  };
};

/**
 * Sends the unreadable lines of a message to the dead-letter queue, each as a message of its own with the attributes
 * `reason`, `tries` and `origin`, the source message's id. At least once: where one cannot be sent, all come again. Where
 * one is larger with these than a queue takes, none is sent: the redrive policy moves the message as it is.
 *
 * @throws {NotDeadLetteredError}
 */
export async function sendDeadLetters(
  message: SourceMessage,
  lines: readonly UnreadableLine[],
  queue: Queue,
  signal: AbortSignal,
): Promise<void> {
  const letters = lines.map((line) => letterOf(line, message));
  const tooLarge = letters.map(messageBytes).find((bytes) => bytes > MAX_REQUEST_BYTES);
  if (tooLarge !== undefined)
    throw new NotDeadLetteredError(message.messageId, new DeadLetterTooLargeError(tooLarge, MAX_REQUEST_BYTES));
  const { unsent, problem } = await sendMessages(letters, queue, signal);
  if (unsent.length > 0) throw new NotDeadLetteredError(message.messageId, problem);
}
