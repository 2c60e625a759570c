import { claimedKind, encodeRow, normalise, type Outcome, partitionOf, tableOf } from '@tickerlake/record-schema';

/** Why a record is not delivered but kept, byte for byte, in the quarantine. */
export type FailureCause =
  'not-base64' | 'unreadable' | 'several-dates' | 'response-full' | 'ambiguous-record-id' | 'internal-error';

/** What becomes of one Firehose record. A *piece* is one JSON object of it; a record that holds nothing is one piece. */
export type Verdict =
  | {
      readonly result: 'Ok';
      /** New York date that every bar of the record belongs to. */
      readonly dt: string;
      /** The rows, one JSON object a line, in base64. */
      readonly data: string;
      readonly bars: number;
      /** Reasons of the pieces left out beside them. */
      readonly dropped: readonly string[];
    }
  | { readonly result: 'Dropped'; readonly dropped: readonly string[] }
  | {
      readonly result: 'ProcessingFailed';
      readonly cause: FailureCause;
      readonly reason: string;
      readonly pieces: number;
    };

type Failure = Extract<Verdict, { result: 'ProcessingFailed' }>;

export const failed = (cause: FailureCause, reason: string, pieces = 1): Failure => ({
  result: 'ProcessingFailed',
  cause,
  reason,
  pieces,
});

/** Buffer skips what is not base64, which shows as fewer bytes than the text promises. */
const decodeBase64 = (text: unknown): Buffer | undefined => {
  if (typeof text !== 'string' || text.length % 4 !== 0) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === Buffer.byteLength(text, 'base64') ? bytes : undefined;
};

/**
 * Why quotes, rates and stories are left out: the stream they share with the bars has another reader, the log pipe, and
 * each record is the business of one of the two.
 */
export const LOG_RECORD = 'a log record: goes by the queue';

/** Whether a piece is the log pipe's business: one that it can read, and one that only claims to be such. It asks the same. */
const isLog = (outcome: Outcome): boolean => {
  if (outcome.status === 'ok') return tableOf(outcome.record) !== 'bars';
  const claimed = outcome.status === 'failed' ? claimedKind(outcome.text) : undefined;
  return claimed !== undefined && claimed !== 'bar';
};

const judgePieces = (outcomes: readonly Outcome[]): Verdict => {
  const dropped: string[] = [];
  let rows = '';
  let bars = 0;
  let dt: string | undefined;
  for (const outcome of outcomes) {
    if (isLog(outcome)) {
      dropped.push(LOG_RECORD);
      continue;
    }
    if (outcome.status === 'failed') return failed('unreadable', outcome.reason, outcomes.length);
    if (outcome.status === 'dropped') {
      dropped.push(outcome.reason);
      continue;
    }
    const { record } = outcome;
    const partition = partitionOf(record);
    dt ??= partition.dt;
    if (partition.dt !== dt) return failed('several-dates', 'bars of more than one New York date', outcomes.length);
    rows += `${encodeRow(record)}\n`;
    bars += 1;
  }
  if (dt === undefined) return { result: 'Dropped', dropped: dropped.length > 0 ? dropped : ['empty record'] };
  return { result: 'Ok', dt, data: Buffer.from(rows).toString('base64'), bars, dropped };
};

/**
 * Decides about one record by its data alone, and never throws: what surprises the normaliser in one record must not
 * make Firehose retry, and then set aside, the whole batch.
 *
 * A record goes to one partition or to none, so one that holds an unreadable piece or bars of several dates fails whole:
 * Firehose keeps its bytes, and replaying them loses nothing. Empty bars and log records cost only themselves.
 */
export function judgeRecord(data: unknown): Verdict {
  const bytes = decodeBase64(data);
  if (bytes === undefined) return failed('not-base64', 'data is not base64 text');
  try {
    return judgePieces(normalise(bytes));
  } catch (error) {
    return failed('internal-error', error instanceof Error ? error.name : typeof error);
  }
}
