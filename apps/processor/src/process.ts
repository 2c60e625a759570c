import { encodeRecord, type MarketRecord, normalise, type Outcome, withoutValues } from '@tickerlake/record-schema';
import { type LakeObject, lakeObjects, type Line, type LogRecord } from './lake-object.ts';

/** What is read of a queue's message. */
export interface SourceMessage {
  readonly messageId: string;
  readonly body: string;
  /** How often the message was received, this time included. */
  readonly receiveCount: number;
  /** `base64` where the body stands for bytes that text cannot hold. */
  readonly encoding?: string;
  /** Says that the body is a part of a piece that is larger than a message. */
  readonly part?: string;
}

/** A line, or what stands where one should, that is no quote, rate or story. */
export interface UnreadableLine {
  /** As it came. */
  readonly bytes: Buffer;
  /** Which field, and what is allowed: never what came. */
  readonly reason: string;
}

/** What is in a message. Every line is a row of one object, or a repetition, or unreadable: `in` is the sum. */
export interface ProcessedMessage {
  readonly objects: readonly LakeObject[];
  readonly unreadable: readonly UnreadableLine[];
  readonly lines: { readonly in: number; readonly repeated: number };
}

/** Bytes that came as base64 did so because text could not hold them; what is no base64 stands for itself. */
const bytesOf = ({ body, encoding }: SourceMessage): Buffer => {
  const bytes = encoding === 'base64' ? Buffer.from(body, 'base64') : undefined;
  return bytes?.toString('base64') === body ? bytes : Buffer.from(body);
};

const isLog = (record: MarketRecord): record is LogRecord => record.kind !== undefined && record.kind !== 'bar';

const BELONGS_ELSEWHERE = 'a bar: goes by Firehose';

/** A line that is a log, or what is to be kept of one that is not. */
const judge = (outcome: Outcome): Line | UnreadableLine => {
  if (outcome.status === 'failed') {
    const { text, bytes, reason } = outcome;
    return { bytes: Buffer.from(bytes ?? text), reason: withoutValues(reason) };
  }
  if (outcome.status === 'dropped') return { bytes: Buffer.from(outcome.text), reason: BELONGS_ELSEWHERE };
  const { record } = outcome;
  const text = encodeRecord(record);
  return isLog(record) ? { text, record } : { bytes: Buffer.from(text), reason: BELONGS_ELSEWHERE };
};

/**
 * Turns one message into objects of the lake: pure, and by the message's own text alone. So the same message gives the
 * same objects, byte for byte, however often it comes and with whichever others.
 */
export function processMessage(message: SourceMessage): ProcessedMessage {
  const bytes = bytesOf(message);
  if (message.part !== undefined) {
    // Never read: what a part holds may look like a record, and is none.
    const reason = `part ${message.part}, a piece larger than a message`;
    return { objects: [], unreadable: [{ bytes, reason }], lines: { in: 1, repeated: 0 } };
  }
  const lines = new Map<string, Line>();
  const unreadable: UnreadableLine[] = [];
  const outcomes = normalise(bytes);
  for (const outcome of outcomes) {
    const judged = judge(outcome);
    if ('reason' in judged) unreadable.push(judged);
    else lines.set(judged.text, judged);
  }
  return {
    objects: lakeObjects([...lines.values()]),
    unreadable,
    lines: { in: outcomes.length, repeated: outcomes.length - lines.size - unreadable.length },
  };
}
