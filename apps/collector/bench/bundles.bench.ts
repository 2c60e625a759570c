import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BenchResult, gzipBytes } from '@tickerlake/testing';

const APPS = join(import.meta.dirname, '../..');
const ROUNDS = 11;

interface Bundle {
  readonly name: string;
  readonly file: string;
  readonly maxGzipBytes: number;
  /** What it insists on when it is loaded; it takes any other name of ours for a typing error. */
  readonly env: Readonly<Record<string, string>>;
}

const bundleOf = (name: string, maxGzipBytes: number, env: Bundle['env']): Bundle => ({
  name,
  file: join(APPS, name, 'dist/handler.mjs'),
  maxGzipBytes,
  env,
});

const QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/000000000000/logs';

/** The bundles, and the most that each may weigh gzipped: what their tests hold them to. */
const BUNDLES = [
  bundleOf('collector', 200_000, { TICKERLAKE_STREAM: 'market-records' }),
  bundleOf('transformer', 40_000, {}),
  bundleOf('log-pipe', 130_000, { TICKERLAKE_QUEUE_URL: QUEUE_URL }),
  bundleOf('processor', 195_000, {
    TICKERLAKE_BUCKET: 'lake',
    TICKERLAKE_TOPIC_ARN: 'arn:aws:sns:us-east-1:000000000000:stored',
    TICKERLAKE_DEAD_LETTER_QUEUE_URL: QUEUE_URL,
    TICKERLAKE_MAX_RECEIVES: '3',
  }),
];

const TIME_IMPORT =
  'const start = performance.now(); await import(process.argv[1]); process.stdout.write(String(performance.now() - start));';

/** How long a new process takes to import a module, in milliseconds; starting the process itself is not counted. */
const importMs = ({ file, env: own }: Pick<Bundle, 'file' | 'env'>): number => {
  const env = { AWS_REGION: 'us-east-1', ...own };
  const args = ['--input-type=module', '--eval', TIME_IMPORT, pathToFileURL(file).href];
  return Number(execFileSync(process.execPath, args, { env, encoding: 'utf8' }));
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Median import times, one file after the other in each round, so that a busy machine slows all of them alike. */
const medianImportMs = (bundles: readonly Pick<Bundle, 'file' | 'env'>[]): number[] => {
  const rounds = Array.from({ length: ROUNDS }, () => bundles.map(importMs));
  return bundles.map((_, index) => median(rounds.map((round) => round[index] ?? Number.NaN)));
};

/** What the Lambda bundles weigh, and how long a cold start reads them, beside a handler that does nothing. Build first. */
export function bench(): BenchResult[] {
  const unbuilt = BUNDLES.filter(({ file }) => !existsSync(file)).map(({ name }) => name);
  if (unbuilt.length > 0)
    throw new Error(
      `Build first: npx nx run-many -t build -p ${unbuilt.map((name) => `@tickerlake/${name}`).join(' ')}`,
    );
  const folder = mkdtempSync(join(tmpdir(), 'tickerlake-bench-'));
  const empty = join(folder, 'handler.mjs');
  writeFileSync(empty, 'export const handler = async () => ({});\n');
  const [emptyMs = 0, ...times] = medianImportMs([{ file: empty, env: {} }, ...BUNDLES]);
  rmSync(folder, { recursive: true });
  return BUNDLES.flatMap(({ name, file, maxGzipBytes }, index) => [
    {
      name: `${name} bundle, size`,
      value: gzipBytes(file),
      unit: 'bytes gz',
      peer: 'at most',
      peerValue: maxGzipBytes,
    },
    {
      name: `${name} bundle, import`,
      value: times[index] ?? 0,
      unit: 'ms',
      peer: 'an empty handler',
      peerValue: emptyMs,
    },
  ]);
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(bench(), null, 2)}\n`);
