import { parquetFile, toCells } from '@tickerlake/parquet-file';
import { decodeRecord, tables, toRow } from '@tickerlake/record-schema';
import type { BenchResult } from '@tickerlake/testing';
import { processMessage, type SourceMessage } from '../src/process.ts';
import { type RunOptions, runMessages } from '../src/run-messages.ts';

const MESSAGES = 4;
/** About as many quotes as a message of 1 MiB holds. */
const LINES = 5_000;
const ROUNDS = 7;

const quote = (message: number, line: number): string => {
  const price = 60 + (line % 977) / 100;
  const second = String(line % 60).padStart(2, '0');
  return JSON.stringify({
    kind: 'quote',
    name: ['DDOG', 'OKTA', 'SNAP', 'TTD'][line % 4],
    ts: `2026-11-20 10:${10 + message}:${second}.${String(1 + (line % 999)).padStart(3, '0')}-05:00`,
    price,
    bid: price - 0.01,
    ask: price + 0.01,
    volume: 1_000 + line,
    source: 'simulated',
    observedAt: '2026-11-20T16:00:00.000Z',
  });
};

const messages = Array.from({ length: MESSAGES }, (_, message): SourceMessage => ({
  messageId: String(message),
  receiveCount: 1,
  body: Array.from({ length: LINES }, (_unused, line) => quote(message, line)).join('\n'),
}));

/** Services that take everything at once: what is measured is the processor. */
const nowhere = (): RunOptions => ({
  store: { client: { send: async () => ({}) }, bucket: 'lake' },
  topic: { client: { send: async () => ({}) }, topicArn: 'arn:aws:sns:us-east-1:000000000000:objects' },
  deadLetters: { client: { send: async () => ({}) }, queueUrl: 'http://127.0.0.1/000000000000/dead' },
  maxReceives: 3,
  signal: new AbortController().signal,
});

/** What no processor can leave out: read JSON, write Parquet. */
const bare = (): number => {
  let bytes = 0;
  for (const { body } of messages) {
    const rows = body.split('\n').map((line) => toCells(toRow(JSON.parse(line)), tables.quotes));
    bytes += parquetFile(
      rows.filter((row) => typeof row !== 'string'),
      tables.quotes,
    ).length;
  }
  return bytes;
};

const seconds = async (run: () => unknown): Promise<number> => {
  const startMs = performance.now();
  await run();
  return (performance.now() - startMs) / 1000;
};

/** The best of several interleaved rounds, in records a second. */
const bestRates = async (subjects: readonly (() => unknown)[]): Promise<number[]> => {
  const best = subjects.map(() => 0);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [index, run] of subjects.entries())
      best[index] = Math.max(best[index] ?? 0, (MESSAGES * LINES) / (await seconds(run)));
  return best;
};

/** Records a second through the processor, beside the JSON and the Parquet of the same batch alone. */
export async function bench(): Promise<BenchResult[]> {
  const rows = messages
    .flatMap((message) => processMessage(message).objects)
    .reduce((sum, one) => sum + one.records, 0);
  if (rows !== MESSAGES * LINES || decodeRecord(quote(0, 0)).kind !== 'quote')
    throw new Error(`The batch has ${MESSAGES * LINES} records, ${rows} were processed`);
  const options = nowhere();
  const [value = 0, peerValue = 0] = await bestRates([() => runMessages(messages, options), bare]);
  return [
    {
      name: `processor, ${MESSAGES} messages of ${LINES.toLocaleString('en-US')} quotes, services that answer at once`,
      value,
      unit: 'records/s',
      peer: 'JSON.parse + the Parquet file of the same batch',
      peerValue,
    },
  ];
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await bench(), null, 2)}\n`);
