import { withoutValues } from '@tickerlake/record-schema';
import type { FirehoseTransformationResult, FirehoseTransformationResultRecord } from 'aws-lambda';
import { failed, type FailureCause, judgeRecord, type Verdict } from './judge-record.ts';
import { createResponseBudget, MAX_RESPONSE_BYTES } from './response-size.ts';

/** What is read of a Firehose record; all else (arrival time, Kinesis metadata) has no say in what becomes of it. */
export interface SourceRecord {
  readonly recordId: string;
  /** Base64. */
  readonly data: string;
}

/** How many pieces failed for one cause. */
interface FailureCount {
  pieces: number;
  records: number;
  /** The reason of the first, without what came: a misrouted record may hold anything, and logs are read by many. */
  readonly example: string;
}

/** What became of a batch. Every piece is in `bars`, in `dropped` or in `failed`, once. */
export interface TransformCounts {
  /** Records that came, and what was answered: `in` is the sum of the others. Repeated ones share an earlier one's answer. */
  readonly records: { in: number; ok: number; dropped: number; failed: number; repeated: number };
  /** Bars delivered. */
  bars: number;
  /** Pieces dropped, by reason. */
  readonly dropped: Record<string, number>;
  readonly failed: Partial<Record<FailureCause, FailureCount>>;
}

const count = (counts: TransformCounts, verdict: Verdict): void => {
  if (verdict.result === 'ProcessingFailed') {
    counts.records.failed += 1;
    const known = (counts.failed[verdict.cause] ??= { pieces: 0, records: 0, example: withoutValues(verdict.reason) });
    known.pieces += verdict.pieces;
    known.records += 1;
    return;
  }
  for (const reason of verdict.dropped) counts.dropped[reason] = (counts.dropped[reason] ?? 0) + 1;
  if (verdict.result === 'Dropped') {
    counts.records.dropped += 1;
  } else {
    counts.records.ok += 1;
    counts.bars += verdict.bars;
  }
};

/** Neither a dropped nor a failed record sends data back: Firehose holds the original, and the response has 6 MB in all. */
const answer = (recordId: string, verdict: Verdict): FirehoseTransformationResultRecord =>
  verdict.result === 'Ok'
    ? { recordId, result: 'Ok', data: verdict.data, metadata: { partitionKeys: { dt: verdict.dt } } }
    : { recordId, result: verdict.result };

const AMBIGUOUS = Symbol('a record id that came with different data');

/** The data behind each record id, in the order of the ids' first appearance. */
const byRecordId = (records: readonly SourceRecord[]): Map<string, string | typeof AMBIGUOUS> => {
  const found = new Map<string, string | typeof AMBIGUOUS>();
  for (const { recordId, data } of records) {
    if (!found.has(recordId)) found.set(recordId, data);
    else if (found.get(recordId) !== data) found.set(recordId, AMBIGUOUS);
  }
  return found;
};

/**
 * Turns the records of one Firehose batch into rows of the lake's `bars` table: pure, and total for whatever the data
 * hold. Every record id is answered exactly once, with `Ok`, `Dropped` or `ProcessingFailed`. An id that comes twice
 * with the same data is one record; with different data no single answer would be right, so it fails and keeps its bytes.
 */
export function transform(
  records: readonly SourceRecord[],
  maxResponseBytes: number = MAX_RESPONSE_BYTES,
): { response: FirehoseTransformationResult; counts: TransformCounts } {
  const distinct = byRecordId(records);
  const budget = createResponseBudget(distinct.keys(), maxResponseBytes);
  const counts: TransformCounts = {
    records: { in: records.length, ok: 0, dropped: 0, failed: 0, repeated: records.length - distinct.size },
    bars: 0,
    dropped: {},
    failed: {},
  };
  const answers: FirehoseTransformationResultRecord[] = [];
  for (const [recordId, data] of distinct) {
    let verdict: Verdict =
      data === AMBIGUOUS ? failed('ambiguous-record-id', 'one record id with different data') : judgeRecord(data);
    if (verdict.result === 'Ok' && !budget.tryTake(verdict.data.length)) {
      verdict = failed(
        'response-full',
        `rows beyond the response limit of ${maxResponseBytes} bytes`,
        verdict.bars + verdict.dropped.length,
      );
    }
    count(counts, verdict);
    answers.push(answer(recordId, verdict));
  }
  return { response: { records: answers }, counts };
}
