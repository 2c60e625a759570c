import { type Fields, text } from '../fields.ts';
import { parseJson } from '../json-value.ts';
import { ServiceError } from '../service.ts';
import type { Shard, Stream } from './stream.ts';

/** An iterator that is not used expires after five minutes. @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html */
export const ITERATOR_LIFE_MS = 300_000;

/** Where a reader stands in a shard. On the wire it is an opaque text. */
export interface ShardIterator {
  readonly stream: string;
  readonly shard: number;
  readonly offset: number;
  readonly issuedMs: number;
}

const parts = ({ stream, shard, offset, issuedMs }: ShardIterator) => [stream, shard, offset, issuedMs];

export const encodeIterator = (iterator: ShardIterator): string =>
  Buffer.from(JSON.stringify(parts(iterator))).toString('base64url');

/** Throws `InvalidArgumentException` for a text that was not issued here, `ExpiredIteratorException` for an old one. */
export function decodeIterator(token: string, nowMs: number): ShardIterator {
  const iterator = parse(token);
  if (!iterator) throw new ServiceError('InvalidArgumentException', 'Invalid ShardIterator.');
  const ageMs = nowMs - iterator.issuedMs;
  if (ageMs <= ITERATOR_LIFE_MS) return iterator;
  const message = `Iterator expired. The iterator was created ${ageMs} milliseconds ago, which is more than the tolerated ${ITERATOR_LIFE_MS}.`;
  throw new ServiceError('ExpiredIteratorException', message);
}

function parse(token: string): ShardIterator | undefined {
  const value = parseJson(Buffer.from(token, 'base64url').toString());
  const [stream, shard, offset, issuedMs]: unknown[] = Array.isArray(value) ? value : [];
  if (typeof stream !== 'string' || !isCount(shard) || !isCount(offset) || !isCount(issuedMs)) return undefined;
  return { stream, shard, offset, issuedMs };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** The record at which a new iterator starts. */
export function startingOffset(stream: Stream, shard: Shard, fields: Fields): number {
  const type = text(fields, 'ShardIteratorType');
  const after = () => stream.offsetOf(shard, text(fields, 'StartingSequenceNumber'));
  if (type === 'TRIM_HORIZON') return shard.log.first;
  if (type === 'LATEST') return shard.log.next;
  if (type === 'AT_SEQUENCE_NUMBER') return after();
  if (type === 'AFTER_SEQUENCE_NUMBER') return after() + 1;
  if (type === 'AT_TIMESTAMP') return offsetAt(shard, fields['Timestamp']);
  const message = `1 validation error detected: Value '${type}' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]`;
  throw new ServiceError('ValidationException', message);
}

/** The first record that arrived at an instant (epoch seconds) or later. */
function offsetAt(shard: Shard, timestamp: unknown): number {
  if (typeof timestamp !== 'number')
    throw new ServiceError(
      'InvalidArgumentException',
      'Must specify timestamp parameter for iterator of type AT_TIMESTAMP.',
    );
  const wantedMs = Math.floor(timestamp * 1000);
  for (let offset = shard.log.first; offset < shard.log.next;) {
    const records = shard.log.read(offset, 1 << 20);
    const found = records.find(({ arrivalMs }) => arrivalMs >= wantedMs);
    if (found) return found.offset;
    offset = (records.at(-1)?.offset ?? offset) + 1;
  }
  return shard.log.next;
}
