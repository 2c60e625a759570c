import { createHash } from 'node:crypto';
import { isMessageText, messageTextOf } from '@tickerlake/sqs-batch';

/** What goes with a message's body. */
type MessageAttributes = {
  /** How many records the body holds, each a line; of a piece in parts, the first part counts it. */
  readonly records: number;
  /** The body stands for bytes that cannot travel as text. @default the body is text */
  readonly encoding?: 'base64';
  /** Which part of a piece that is larger than a message, and the SHA-256 of the whole: `1/2 of 9f86…`. @default whole */
  readonly part?: string;
};

/** One message for the queue. */
export interface QueueMessage {
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** Place in the event, from 0, of the first Kinesis record of which the message holds something. */
  readonly firstIndex: number;
}

/** Joins lines to messages as full as they may be, in the order in which the lines come. */
export class MessagePacker {
  readonly #maxBodyBytes: number;
  readonly #full: QueueMessage[] = [];
  #lines: string[] = [];
  #bytes = 0;
  #firstIndex = 0;

  constructor(maxBodyBytes: number) {
    this.#maxBodyBytes = maxBodyBytes;
  }

  /** Adds a line, which must not be larger than a body. */
  add(line: string, index: number): void {
    const bytes = Buffer.byteLength(line) + 1;
    if (this.#bytes + bytes > this.#maxBodyBytes) this.#close();
    if (this.#lines.length === 0) this.#firstIndex = index;
    this.#lines.push(line);
    this.#bytes += bytes;
  }

  /** Every message so far. */
  messages(): readonly QueueMessage[] {
    this.#close();
    return this.#full;
  }

  #close(): void {
    if (this.#lines.length === 0) return;
    const attributes = { records: this.#lines.length };
    this.#full.push({ body: `${this.#lines.join('\n')}\n`, attributes, firstIndex: this.#firstIndex });
    this.#lines = [];
    this.#bytes = 0;
  }
}

/** A canonical line without the two characters that JSON may hold and SQS may not; it stands for the same record. */
export const toMessageLine = (line: string): string =>
  line.replaceAll(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);

/** Whether a piece can share a message with others, and be found there again as it came. */
export const canShare = (text: string, maxBodyBytes: number): boolean =>
  // What does not begin an object would be taken for the end of the piece before it.
  text.startsWith('{') && Buffer.byteLength(text) < maxBodyBytes && isMessageText(text);

/** The messages of a piece that cannot share one: as text where that is possible, else in base64, in parts where it must. */
export function messagesOfPiece(bytes: Buffer, index: number, maxBodyBytes: number): QueueMessage[] {
  const text = bytes.length <= maxBodyBytes ? messageTextOf(bytes) : undefined;
  if (text !== undefined) return [{ body: text, attributes: { records: 1 }, firstIndex: index }];
  const partBytes = Math.floor(maxBodyBytes / 4) * 3;
  const parts = Math.ceil(bytes.length / partBytes);
  const whole = createHash('sha256').update(bytes).digest('hex');
  return Array.from({ length: parts }, (_, part) => ({
    body: bytes.toString('base64', part * partBytes, (part + 1) * partBytes),
    attributes: {
      records: part === 0 ? 1 : 0,
      encoding: 'base64' as const,
      ...(parts > 1 && { part: `${part + 1}/${parts} of ${whole}` }),
    },
    firstIndex: index,
  }));
}
