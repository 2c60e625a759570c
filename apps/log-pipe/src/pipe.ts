import { claimedKind, encodeRecord, normalise, type Outcome, type RecordKind } from '@tickerlake/record-schema';
import { deaggregate } from '@tickerlake/stream-producer';
import { MAX_BODY_BYTES } from './message-limits.ts';
import { canShare, MessagePacker, messagesOfPiece, type QueueMessage, toMessageLine } from './pack-messages.ts';

/** What is read of a Kinesis record. */
export interface SourceRecord {
  readonly sequenceNumber: string;
  /** Base64. */
  readonly data: string;
}

/** What was found in an event. A *piece* is one JSON object, or what stands where one should: `in` is the sum of the others. */
export interface PipeCounts {
  in: number;
  /** Quotes, rates and stories. */
  readable: number;
  /** Unreadable pieces that claim to be such. */
  unreadable: number;
  /** The business of the other reader of the stream, which keeps what it cannot read itself. */
  readonly leftOut: { bars: number; emptyBars: number; unreadable: number; internalErrors: number };
}

const isLogKind = (kind: RecordKind | undefined): boolean => kind !== undefined && kind !== 'bar';

/** The bytes of the records that producers put: Lambda hands aggregated ones on as they are. */
const userRecords = (data: string): readonly Uint8Array[] => {
  const bytes = Buffer.from(data, 'base64');
  return deaggregate(bytes)?.map((entry) => entry.data) ?? [bytes];
};

/** Sorts the pieces of an event: logs into messages, all else out. */
class Sorter {
  readonly counts: PipeCounts = {
    in: 0,
    readable: 0,
    unreadable: 0,
    leftOut: { bars: 0, emptyBars: 0, unreadable: 0, internalErrors: 0 },
  };
  readonly #maxBodyBytes: number;
  readonly #readable: MessagePacker;
  /** Apart from the readable ones: a message with an unreadable piece is tried again and again, and its neighbours with it. */
  readonly #unreadable: MessagePacker;
  readonly #alone: QueueMessage[] = [];

  constructor(maxBodyBytes: number) {
    this.#maxBodyBytes = maxBodyBytes;
    this.#readable = new MessagePacker(maxBodyBytes);
    this.#unreadable = new MessagePacker(maxBodyBytes);
  }

  /** Takes the bytes of one record. What surprises the normaliser, the other reader sets aside: it must not stop the stream. */
  take(bytes: Uint8Array, index: number): void {
    try {
      for (const outcome of normalise(bytes)) this.#takePiece(outcome, index);
    } catch {
      this.counts.in += 1;
      this.counts.leftOut.internalErrors += 1;
    }
  }

  /** In the order of the Kinesis records that they begin with. */
  messages(): QueueMessage[] {
    return [...this.#readable.messages(), ...this.#unreadable.messages(), ...this.#alone].toSorted(
      (a, b) => a.firstIndex - b.firstIndex,
    );
  }

  #takePiece(outcome: Outcome, index: number): void {
    this.counts.in += 1;
    if (outcome.status === 'dropped') {
      this.counts.leftOut.emptyBars += 1;
    } else if (outcome.status === 'failed') {
      this.#takeUnreadable(outcome, index);
    } else if (isLogKind(outcome.record.kind)) {
      this.counts.readable += 1;
      const line = toMessageLine(encodeRecord(outcome.record));
      this.#forward(this.#readable, line, undefined, index);
    } else {
      this.counts.leftOut.bars += 1;
    }
  }

  #takeUnreadable({ text, bytes }: Extract<Outcome, { status: 'failed' }>, index: number): void {
    if (isLogKind(claimedKind(text))) {
      this.counts.unreadable += 1;
      this.#forward(this.#unreadable, text, bytes, index);
    } else {
      this.counts.leftOut.unreadable += 1;
    }
  }

  #forward(packer: MessagePacker, text: string, bytes: Uint8Array | undefined, index: number): void {
    if (bytes === undefined && canShare(text, this.#maxBodyBytes)) packer.add(text, index);
    else this.#alone.push(...messagesOfPiece(Buffer.from(bytes ?? text), index, this.#maxBodyBytes));
  }
}

/**
 * Turns the records of one Kinesis event into messages for the queue: pure, total for whatever the data hold, and the
 * same for the same event. Aggregates are taken apart and every piece is read; quotes, rates and stories go on as
 * canonical lines, unreadable pieces that claim to be such byte for byte, in messages of their own. Everything else is
 * left to the other reader of the stream, the transformer, which leaves out exactly what goes on here.
 *
 * @param maxBodyBytes The most that a message's body may have. A piece beyond it goes on in parts; no canonical record is
 * that large.
 */
export function pipe(
  records: readonly SourceRecord[],
  maxBodyBytes: number = MAX_BODY_BYTES,
): { messages: readonly QueueMessage[]; counts: PipeCounts } {
  const sorter = new Sorter(maxBodyBytes);
  for (const [index, { data }] of records.entries()) for (const bytes of userRecords(data)) sorter.take(bytes, index);
  return { messages: sorter.messages(), counts: sorter.counts };
}
