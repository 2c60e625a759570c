import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BenchResult, gzipBytes } from '@tickerlake/testing';
import { buildSync } from 'esbuild';
import { alias } from '../tsup.config.ts';

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
const TRANSFORMER = bundleOf('transformer', 40_000, {});
const WITH_SDK = [
  bundleOf('collector', 200_000, { TICKERLAKE_STREAM: 'market-records' }),
  bundleOf('log-pipe', 130_000, { TICKERLAKE_QUEUE_URL: QUEUE_URL }),
  bundleOf('processor', 195_000, {
    TICKERLAKE_BUCKET: 'lake',
    TICKERLAKE_TOPIC_ARN: 'arn:aws:sns:us-east-1:000000000000:stored',
    TICKERLAKE_DEAD_LETTER_QUEUE_URL: QUEUE_URL,
    TICKERLAKE_MAX_RECEIVES: '3',
  }),
  bundleOf('market-feed', 205_000, { TICKERLAKE_STREAM: 'market-records' }),
];
const BUNDLES = [TRANSFORMER, ...WITH_SDK];

const TIME_IMPORT = `
const start = process.cpuUsage();
await import(process.argv[1]);
const { user, system } = process.cpuUsage(start);
process.stdout.write(String((user + system) / 1_000));`;

/**
 * Processor time that a new process takes to import a module, milliseconds; starting the process itself is not counted. On a machine
 * that others use too, the clock would measure them.
 */
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

/** Another build of a bundle, to compare it with. */
type Variant = Pick<Bundle, 'name' | 'file' | 'env'>;

/** Builds a function again, as tsup.lambda.ts does but for what is asked. */
const variantOf = (
  { name, env }: Bundle,
  folder: string,
  { aliases = {}, external = [] }: { aliases?: Record<string, string>; external?: string[] },
): Variant => {
  const file = join(folder, `${name}.mjs`);
  buildSync({
    entryPoints: [join(APPS, name, 'src/handler.ts')],
    outfile: file,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    conditions: ['@tickerlake/source', 'module'],
    alias: { ...alias, ...aliases },
    external,
  });
  return { name, file, env };
};

/**
 * The function without the SDK, beside packages as Lambda's runtime has them: CommonJS, unbundled, each file read by itself.
 * https://github.com/aws/aws-lambda-base-images/issues/80
 */
const withRuntimeSdk = (bundle: Bundle, folder: string): Variant => {
  const packages = join(folder, 'node_modules');
  if (!existsSync(packages)) symlinkSync(join(APPS, '../node_modules'), packages);
  return variantOf(bundle, folder, { external: ['@aws-sdk/*', '@smithy/*'] });
};

/** Powertools opens the standard output when it is loaded; without it, the first line of the log does. */
const NO_METRICS = `
export class Metrics { constructor() { void process.stdout; } addMetric() {} publishStoredMetrics() {} }
export const MetricUnit = { Count: 'Count' };
`;

/** The function with nothing where Powertools is. */
const withoutPowertools = (bundle: Bundle, folder: string): Variant => {
  const stub = join(folder, 'no-metrics.mjs');
  writeFileSync(stub, NO_METRICS);
  return variantOf(bundle, folder, { aliases: { '@aws-lambda-powertools/metrics': stub } });
};

const sizeOf = ({ name, file, maxGzipBytes }: Bundle): BenchResult => ({
  name: `${name} bundle, size`,
  value: gzipBytes(file),
  unit: 'bytes gz',
  peer: 'at most',
  peerValue: maxGzipBytes,
});

function assertBuilt(): void {
  const unbuilt = BUNDLES.filter(({ file }) => !existsSync(file)).map(({ name }) => `@tickerlake/${name}`);
  if (unbuilt.length > 0) throw new Error(`Build first: npx nx run-many -t build -p ${unbuilt.join(' ')}`);
}

/**
 * What the Lambda bundles weigh, and how long a cold start reads them: beside a handler that does nothing, beside the same function
 * with the SDK of Lambda's runtime in place of its own, and the transformer beside itself without Powertools.
 */
export function bench(): BenchResult[] {
  assertBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'tickerlake-bench-'));
  const empty = join(folder, 'handler.mjs');
  writeFileSync(empty, 'export const handler = async () => ({});\n');
  const runtimeSdk = WITH_SDK.map((bundle) => withRuntimeSdk(bundle, folder));
  const bare = withoutPowertools(TRANSFORMER, folder);
  const variants = [{ file: empty, env: {} }, ...BUNDLES, ...runtimeSdk, bare];
  const times = medianImportMs(variants);
  rmSync(folder, { recursive: true });
  const timeOf = (variant: (typeof variants)[number]): number => times[variants.indexOf(variant)] ?? Number.NaN;
  const imported = (bundle: Bundle, peer: string, peerValue: number): BenchResult => ({
    name: `${bundle.name} bundle, import`,
    value: timeOf(bundle),
    unit: 'ms of processor time',
    peer,
    peerValue,
  });
  return [
    ...BUNDLES.flatMap((bundle) => [sizeOf(bundle), imported(bundle, 'an empty handler', times[0] ?? Number.NaN)]),
    ...WITH_SDK.map((bundle, index) =>
      imported(bundle, "the same with the runtime's SDK", timeOf(runtimeSdk[index] ?? bundle)),
    ),
    imported(TRANSFORMER, 'the same without Powertools', timeOf(bare)),
  ];
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(bench(), null, 2)}\n`);
