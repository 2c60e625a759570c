import { Readable } from 'node:stream';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  type Lake,
  openAthenaLake,
  type QueryProgress,
  type QueryStatistics,
  type ReadObject,
  type RunOptions,
} from '@tickerlake/athena-query';
import type { CommandContext } from './command-context.ts';
import type { EngineOptions } from './engine-options.ts';

/** Reads result files of Athena from S3. */
function objectReader(s3: S3Client): ReadObject {
  return async ({ bucket: Bucket, key: Key, fromByte, signal }) => {
    const command = new GetObjectCommand({ Bucket, Key, ...(fromByte > 0 && { Range: `bytes=${fromByte}-` }) });
    const { Body: body } = await s3.send(command, { ...(signal && { abortSignal: signal }) });
    if (body instanceof Readable) return body;
    throw new Error(`S3 gave no body of s3://${Bucket}/${Key}.`);
  };
}

const megabytes = (bytes: number): string =>
  `${(bytes / 1e6).toLocaleString('en-US', { maximumFractionDigits: 1 })} MB`;

const STATES: Readonly<Record<QueryProgress['state'], string>> = {
  QUEUED: 'waiting for its turn',
  RUNNING: 'running',
  SUCCEEDED: 'reading the result',
};

/** Says what changed since the last look: a query is looked at more often than it gets further. */
function progressTeller({ progress }: CommandContext): (now: QueryProgress) => void {
  let told = '';
  return ({ state, bytesScanned }) => {
    const text = `Athena: ${STATES[state]}, ${megabytes(bytesScanned)} scanned`;
    if (text !== told) progress.step(text);
    told = text;
  };
}

/** What all queries of a command took. */
export function costText(queries: readonly QueryStatistics[]): string {
  const sum = (of: (query: QueryStatistics) => number | undefined) =>
    queries.reduce((total, query) => total + (of(query) ?? 0), 0);
  const reused = queries.filter((query) => query.reused === true).length;
  const count = `${queries.length} ${queries.length === 1 ? 'query' : 'queries'}`;
  const again = reused === 0 ? '' : ` (${reused} answered by an earlier result)`;
  const dollars = sum(({ costUsd }) => costUsd).toLocaleString('en-US', { maximumFractionDigits: 6 });
  return `Athena: ${count}${again}, ${megabytes(sum(({ bytesScanned }) => bytesScanned))} scanned, ${megabytes(
    sum(({ bytesBilled }) => bytesBilled),
  )} billed, about $${dollars} (10 MB a query at least, $5 a TB: https://aws.amazon.com/athena/pricing/)`;
}

/** A lake whose every query is run with some options besides its own. */
const watched = (lake: Lake, watch: RunOptions): Lake => ({
  db: lake.db,
  ask: (question, options) => lake.ask(question, { ...watch, ...options }),
  stream: (question, options) => lake.stream(question, { ...watch, ...options }),
  sql: (text, parameters, options) => lake.sql(text, parameters, { ...watch, ...options }),
  close: () => lake.close(),
});

/** The lake as Athena reads it. What its queries do is told on the way, and what they cost when it is closed. */
export async function openAthena(context: CommandContext, options: EngineOptions): Promise<Lake> {
  const { workgroup = '', database = '', region, reuseMinutes, maxScanned } = options;
  const s3 = new S3Client({ ...(region !== undefined && { region }) });
  const athena = await openAthenaLake({
    database,
    workGroup: workgroup,
    readObject: objectReader(s3),
    ...(region !== undefined && { region }),
    ...(reuseMinutes !== undefined && { resultReuseMinutes: reuseMinutes }),
    ...(maxScanned !== undefined && { maxScannedBytes: maxScanned }),
  });
  const queries: QueryStatistics[] = [];
  const lake = watched(athena, {
    signal: context.signal,
    onProgress: progressTeller(context),
    onStatistics: (statistics) => queries.push(statistics),
  });
  return {
    ...lake,
    async close() {
      await lake.close();
      s3.destroy();
      if (queries.length > 0) context.progress.note(costText(queries));
    },
  };
}
