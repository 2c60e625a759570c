import kpl from 'aws-kinesis-agg';
import type { Bar } from '@tickerlake/record-schema';
import type { BenchResult } from '@tickerlake/testing';
import {
  createFirehoseSink,
  createKinesisSink,
  createMemorySink,
  createProducer,
  type FirehosePutClient,
  type KinesisPutClient,
  type RawEntry,
  type Sink,
} from '../src/index.ts';

const SYMBOLS = ['AAPL', 'AMZN', 'DDOG', 'GOOGL', 'META', 'MSFT', 'NFLX', 'NVDA', 'TSLA', 'XYZ'];
const MINUTES = 390;

/** A session of ten symbols: 3,900 bars with every field, minute by minute, as a collector puts them. */
function* session(): Generator<Bar> {
  for (let minute = 0; minute < MINUTES; minute++) {
    const clock = 570 + minute;
    const time = `${String(Math.floor(clock / 60)).padStart(2, '0')}:${String(clock % 60).padStart(2, '0')}:00`;
    for (const [index, name] of SYMBOLS.entries()) {
      const open = 100 + index * 37 + Math.round(Math.sin(minute / 17 + index) * 400) / 100;
      yield {
        name,
        ts: `2026-11-20 ${time}-05:00`,
        open,
        high: open + 0.37,
        low: open - 0.41,
        close: open + 0.12,
        volume: 10_000 + ((minute * 7919 + index * 104_729) % 90_000),
        interval: '1m',
        source: 'yahoo',
        observedAt: '2026-11-20T22:00:00.000Z',
        final: true,
      };
    }
  }
}

/** Sizes of the records that a client was asked to put: data and partition key. */
interface Recorder {
  readonly entryBytes: number[];
}

function kinesisRecorder(): Recorder & { client: KinesisPutClient } {
  const entryBytes: number[] = [];
  const send = async (command: { input: object }) => {
    const { Records = [] } = command.input as { Records?: { Data: Uint8Array; PartitionKey: string }[] };
    entryBytes.push(...Records.map(({ Data, PartitionKey }) => Data.length + PartitionKey.length));
    return { $metadata: {}, Records: Records.map(() => ({})), Shards: [] };
  };
  return { entryBytes, client: { send } };
}

function firehoseRecorder(): Recorder & { client: FirehosePutClient } {
  const entryBytes: number[] = [];
  const send = async (command: { input: object }) => {
    const { Records = [] } = command.input as { Records?: { Data: Uint8Array }[] };
    entryBytes.push(...Records.map(({ Data }) => Data.length));
    return { $metadata: {}, FailedPutCount: 0, RequestResponses: Records.map(() => ({})) };
  };
  return { entryBytes, client: { send } };
}

async function putSession(sink: Sink): Promise<void> {
  const producer = createProducer({ sink });
  for (const bar of session()) await producer.put(bar);
  const { accepted, delivered } = await producer.close();
  if (accepted !== delivered) throw new Error(`Only ${delivered} of ${accepted} bars were delivered`);
}

const inSteps = (sizes: readonly number[], stepBytes: number): number =>
  sizes.reduce((steps, size) => steps + Math.max(1, Math.ceil(size / stepBytes)), 0);
const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);

async function kinesisSizes(aggregate: boolean): Promise<readonly number[]> {
  const { client, entryBytes } = kinesisRecorder();
  await putSession(createKinesisSink({ streamName: 'bench', client, aggregate }));
  return entryBytes;
}

async function firehoseSizes(maxRecordsPerEntry: number | undefined): Promise<readonly number[]> {
  const { client, entryBytes } = firehoseRecorder();
  const limit = maxRecordsPerEntry === undefined ? {} : { maxRecordsPerEntry };
  await putSession(createFirehoseSink({ deliveryStreamName: 'bench', client, ...limit }));
  return entryBytes;
}

/** The share of what is billed that was data: 1 is the best there is. */
const packing = (sizes: readonly number[], stepBytes: number): number =>
  total(sizes) / (inSteps(sizes, stepBytes) * stepBytes);

/** What a session of 3,900 bars costs on each service, packed and not. */
async function billing(): Promise<BenchResult[]> {
  const [packed, single] = [await kinesisSizes(true), await kinesisSizes(false)];
  const [joined, lines] = [await firehoseSizes(undefined), await firehoseSizes(1)];
  const ratio = (name: string, stepBytes: number, ours: readonly number[], theirs: readonly number[]): BenchResult => ({
    name: `${name}, bytes sent / bytes billed`,
    value: packing(ours, stepBytes),
    unit: 'of 1',
    peer: 'one bar a record',
    peerValue: packing(theirs, stepBytes),
  });
  return [
    {
      name: 'Kinesis, records put for a session of 3,900 bars',
      value: packed.length,
      unit: 'records',
      peer: 'one bar a record',
      peerValue: single.length,
    },
    ratio('Kinesis on demand (billed in steps of 1 KB)', 1_024, packed, single),
    ratio('Kinesis provisioned (billed in PUT units of 25 KB)', 25_000, packed, single),
    ratio('Firehose (billed in steps of 5 KB)', 5_000, joined, lines),
  ];
}

const best = async (runs: number, work: () => Promise<number>): Promise<number> => {
  let most = 0;
  for (let run = 0; run < runs; run++) most = Math.max(most, await work());
  return most;
};

const RAW_RECORDS = 100_000;
const ENTRIES: readonly RawEntry[] = Array.from({ length: RAW_RECORDS }, (_unused, index) => ({
  data: new Uint8Array(200),
  partitionKey: SYMBOLS[index % SYMBOLS.length] ?? '',
}));

const perSecond = async (work: () => Promise<void>): Promise<number> => {
  const startedMs = performance.now();
  await work();
  return Math.round((RAW_RECORDS * 1_000) / (performance.now() - startedMs));
};

async function putEntries(sink: Sink): Promise<void> {
  const producer = createProducer({ sink });
  for (const entry of ENTRIES) await producer.put(entry);
  await producer.close();
}

/** Records of 200 bytes a second, best of three, beside what AWS's own aggregator packs in the same time. */
async function throughput(): Promise<BenchResult[]> {
  const memory = await best(3, () =>
    perSecond(() => putEntries(createMemorySink({ targetEntryBytes: 50_000, maxRequestBytes: 4_000_000 }))),
  );
  const kinesis = await best(3, () => {
    const { client } = kinesisRecorder();
    return perSecond(() => putEntries(createKinesisSink({ streamName: 'bench', client })));
  });
  const official = await best(3, () => perSecond(officialAggregation));
  const against = { unit: 'records/s', peer: 'aws-kinesis-agg, packing only', peerValue: official };
  return [
    { name: 'through the producer into memory', value: memory, ...against },
    { name: 'through the producer, aggregated for Kinesis', value: kinesis, ...against },
  ];
}

async function officialAggregation(): Promise<void> {
  const { RecordAggregator } = kpl as unknown as OfficialCodec;
  const aggregator = new RecordAggregator(() => undefined);
  aggregator.aggregateRecords(
    ENTRIES.map(({ data, partitionKey }) => ({ data: Buffer.from(data), partitionKey })),
    true,
  );
}

/** The codec's own type declarations need the old SDK. */
interface OfficialCodec {
  readonly RecordAggregator: new (onReady: (error: unknown, record: unknown) => void) => {
    aggregateRecords(records: readonly { data: Buffer; partitionKey: string }[], flush: boolean): void;
  };
}

/** Every comparison; a few seconds. */
export async function bench(): Promise<BenchResult[]> {
  return [...(await billing()), ...(await throughput())];
}
