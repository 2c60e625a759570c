import {
  type Bar,
  encodeRecord,
  encodeRow,
  type Forex,
  type MarketRecord,
  type News,
  type Quote,
} from '@tickerlake/record-schema';
import { aggregate } from '@tickerlake/stream-producer';

// One record of each kind as the collector and the market feed make them, with all the fields that they fill in.

export const SAMPLE_BAR: Bar = {
  name: 'META',
  ts: '2026-11-20 12:45:00-05:00',
  open: 533.09,
  high: 533.09,
  low: 531.98,
  close: 532.21,
  volume: 723_685,
  interval: '1m',
  source: 'yahoo',
  observedAt: '2026-11-20T17:46:02.118Z',
  final: true,
};

const SAMPLE_QUOTE: Quote = {
  kind: 'quote',
  name: 'META',
  ts: '2026-11-20 12:45:00.008-05:00',
  price: 531.06,
  bid: 531.05,
  ask: 531.06,
  bidSize: 200,
  askSize: 120,
  volume: 5_327_379,
  source: 'simulated',
  observedAt: '2026-11-20T17:45:00.118Z',
};

const SAMPLE_RATE: Forex = {
  kind: 'forex',
  name: 'EURGBP',
  ts: '2026-11-20 12:45:00-05:00',
  bid: 0.86303,
  ask: 0.86306,
  source: 'simulated',
  observedAt: '2026-11-20T17:45:00.048Z',
};

const SAMPLE_STORY: News = {
  kind: 'news',
  id: '20261112-DDOG-01-98634940',
  ts: '2026-11-12 00:33:56.870-05:00',
  headline: 'Datadog, explained in six charts',
  summary:
    'Alder & Pike looks at revenue, margins and what its cloud security suite adds to both. The last price was $174.94.',
  symbols: ['DDOG'],
  publisher: 'Ticker Dispatch',
  url: 'https://news.example/2026/11/12/datadog-explained-in-six-charts-1',
  sentiment: -0.03,
  source: 'simulated',
  observedAt: '2026-11-12T05:33:57.393Z',
};

/** The producer puts each record as a line. */
const lineOf = (record: MarketRecord): string => `${encodeRecord(record)}\n`;
const bytesOf = (record: MarketRecord): number => Buffer.byteLength(lineOf(record));

/** Bytes of each kind of record on the wire. */
export const RECORD_BYTES = {
  bar: bytesOf(SAMPLE_BAR),
  quote: bytesOf(SAMPLE_QUOTE),
  rate: bytesOf(SAMPLE_RATE),
  story: bytesOf(SAMPLE_STORY),
};

/** Bytes of a bar as the transformer hands it back to Firehose: a lake row on a line. */
export const ROW_BYTES = Buffer.byteLength(encodeRow(SAMPLE_BAR)) + 1;

/** As long as the keys that the producer gives its aggregates. */
const PARTITION_KEY = 'lane-0000';
export const PARTITION_KEY_BYTES = PARTITION_KEY.length;

const blobBytes = (records: number): number =>
  aggregate(
    Array.from({ length: records }, () => ({
      partitionKey: PARTITION_KEY,
      data: Buffer.from(lineOf(SAMPLE_BAR)),
    })),
  ).length;

/** Bytes that an aggregate adds to each record in it, and once to all of them: its frame and its partition key. */
export const AGGREGATE_RECORD_BYTES = blobBytes(2) - blobBytes(1) - RECORD_BYTES.bar;
export const AGGREGATE_BYTES = blobBytes(1) - AGGREGATE_RECORD_BYTES - RECORD_BYTES.bar + PARTITION_KEY_BYTES;
