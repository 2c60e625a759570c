import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

/** What a bundle answered, event by event. */
export interface BundleRun {
  /** For each event what the handler returned, or how it failed. */
  readonly answers: readonly ({ readonly value: unknown } | { readonly error: string })[];
  /** Everything that it wrote to its standard output, line by line. */
  readonly log: readonly string[];
}

/**
 * Runs inside the child: one container that imports the bundle once and is invoked event after event. Its console is Lambda's, which
 * begins each line with time, request and level. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
const CHILD = `
for (const level of ['debug', 'info', 'log', 'warn', 'error']) {
  console[level] = (line) => process.stdout.write('2026-11-20T15:00:00.000Z\\t8476a536\\t' + level.toUpperCase() + '\\t' + line + '\\n');
}
process.once('disconnect', () => process.exit());
process.once('message', async ({ url, events }) => {
  const { handler } = await import(url);
  const answers = [];
  for (const event of events) {
    const context = { awsRequestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd', getRemainingTimeInMillis: () => 60_000 };
    try {
      answers.push({ value: await handler(event, context) });
    } catch (error) {
      answers.push({ error: String(error) });
    }
  }
  process.send(answers, () => process.exit());
});`;

const isAnswers = (message: unknown): message is BundleRun['answers'] => Array.isArray(message);

const read = (stream: Readable | null): Promise<string> => (stream === null ? Promise.resolve('') : text(stream));

/**
 * Loads a built Lambda bundle the way Lambda does, alone in a new process with an environment of its own, and invokes
 * its `handler` with one event after the other.
 *
 * @throws when the bundle cannot be loaded, with what the process wrote to its standard error.
 */
export async function runBundle(
  file: string,
  events: readonly unknown[],
  env: Record<string, string> = {},
): Promise<BundleRun> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', CHILD], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = Promise.all([read(child.stdout), read(child.stderr)]);
  const exited = once(child, 'exit');
  let answers: BundleRun['answers'] | undefined;
  child.once('message', (message) => {
    if (isAnswers(message)) answers = message;
  });
  child.send({ url: pathToFileURL(file).href, events });
  const [[log, problems]] = await Promise.all([output, exited]);
  if (answers === undefined) throw new Error(`${file} could not be run: ${problems}`);
  return { answers, log: log.split('\n').filter((line) => line !== '') };
}

/** Where the bundle finds AWS: at a fake, with credentials that no service looks at. */
export const awsEnvironment = (url: string) => ({
  AWS_ENDPOINT_URL: url,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});

/** Options with which esbuild bundles a Lambda function's `handler.ts` as tsup.lambda.ts does, but for the AWS SDK, which is left out. */
export const bundleWithoutSdk = (handler: string) => ({
  entryPoints: [handler],
  bundle: true,
  minify: true,
  write: false as const,
  format: 'esm' as const,
  platform: 'node' as const,
  target: 'node24',
  conditions: ['@tickerlake/source', 'module'],
  external: ['@aws-sdk/*', '@smithy/*'],
});

/** Bytes of a file, or of what would be one, once gzipped: what a bundle weighs in a deployment, and mostly what its cold start reads. */
export const gzipBytes = (code: string | Uint8Array): number =>
  gzipSync(typeof code === 'string' ? readFileSync(code) : code, { level: 9 }).length;
