import { encodeRecord, type MarketRecord, partitionOf, tableOf } from '@tickerlake/record-schema';
import type { RawEntry } from './raw-entry.ts';
import type { OutgoingRecord } from './sink.ts';

const utf8 = new TextEncoder();

/**
 * A raw entry as it is; a market record as one line of JSON, keyed by its symbol or, where it is a story, by its id.
 * @throws `RecordFieldError` of record-schema when the record is not what its type says.
 */
export function toOutgoing(input: MarketRecord | RawEntry): OutgoingRecord {
  if ('data' in input) return input;
  return {
    data: utf8.encode(`${encodeRecord(input)}\n`),
    partitionKey: input.kind === 'news' ? input.id : input.name,
    partition: `${tableOf(input)}/dt=${partitionOf(input).dt}`,
  };
}
