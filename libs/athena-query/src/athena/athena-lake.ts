import { setTimeout as wait } from 'node:timers/promises';
import { QuestionOptionError } from '../errors.ts';
import { type Lake, lakeOver } from '../lake.ts';
import { assertKnownOptions, assertText, assertWhole } from '../options.ts';
import { AthenaEngine } from './athena-engine.ts';
import type { AthenaSdk, AthenaSender, AthenaTarget } from './athena-execution.ts';
import type { ReadObject } from './athena-result-file.ts';
import type { Sleep } from './athena-retry.ts';

/** Which database to ask, and how. Credentials are found as the AWS SDK finds them. */
export interface AthenaLakeOptions {
  /** The Glue database that holds the lake's tables. */
  readonly database: string;
  /** @default 'primary' */
  readonly workGroup?: string;
  /** @default 'AwsDataCatalog' */
  readonly catalog?: string;
  /** `s3://…` for results. @default what the work group says */
  readonly outputLocation?: string;
  /**
   * Take the answer of the same query when it is no older than this, minutes, 0–10,080 (7 days); costs nothing. Do not use
   * it on days that still grow. https://docs.aws.amazon.com/athena/latest/ug/reusing-query-results.html @default 0, never
   */
  readonly resultReuseMinutes?: number;
  /**
   * Bytes that a query may scan: it is stopped once it is seen to have scanned more. It is looked at every two seconds at
   * most, so it may get further; one that ends before has cost what it cost, and its rows are given. For a bound that Athena
   * keeps itself set the work group's, at least 10 MB. https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html
   * @default none
   */
  readonly maxScannedBytes?: number;
  /**
   * Reads an object of S3. With it, what a result has beyond its first 10,000 rows is read from the file that Athena left in
   * S3, in one request; without it, page by page.
   */
  readonly readObject?: ReadObject;
  /** US dollars for a terabyte scanned, for `costUsd`. @default 5 */
  readonly usdPerTerabyte?: number;
  /** The SDK's client, or anything that answers its commands. @default a new one */
  readonly client?: AthenaSender;
  /** Region of the new client. @default as the SDK finds it */
  readonly region?: string;
  /** Endpoint of the new client. @default as the SDK finds it, `AWS_ENDPOINT_URL` included */
  readonly endpoint?: string;
  /** How to wait between two looks at a query and before another attempt, for tests. */
  readonly sleep?: Sleep;
  /** From 0 to 1: the jitter of the pauses before another attempt, for tests. */
  readonly random?: () => number;
  /** The clock for `elapsedMs`, milliseconds, for tests. */
  readonly now?: () => number;
}

const TEXTS = ['database', 'workGroup', 'catalog', 'outputLocation', 'region', 'endpoint'] as const;
const OPTIONS = [
  ...TEXTS,
  'resultReuseMinutes',
  'usdPerTerabyte',
  'maxScannedBytes',
  'client',
  'readObject',
  'sleep',
  'random',
  'now',
];
const MAX_REUSE_MINUTES = 10_080;

function assertOptions(options: AthenaLakeOptions): void {
  assertKnownOptions('openAthenaLake', options, OPTIONS);
  assertText('database', options.database);
  for (const option of TEXTS) if (options[option] !== undefined) assertText(option, options[option]);
  if (options.resultReuseMinutes !== undefined) {
    assertWhole('resultReuseMinutes', options.resultReuseMinutes, 0, MAX_REUSE_MINUTES);
  }
  if (options.maxScannedBytes !== undefined) {
    assertWhole('maxScannedBytes', options.maxScannedBytes, 1, Number.MAX_SAFE_INTEGER);
  }
  const { usdPerTerabyte = 0 } = options;
  if (!Number.isFinite(usdPerTerabyte) || usdPerTerabyte < 0) {
    throw new QuestionOptionError(
      'usdPerTerabyte',
      `usdPerTerabyte is ${usdPerTerabyte}: give a price that is not negative.`,
    );
  }
}

function contextOf(options: AthenaLakeOptions): AthenaTarget['context'] {
  const {
    database,
    catalog = 'AwsDataCatalog',
    workGroup = 'primary',
    outputLocation,
    resultReuseMinutes = 0,
  } = options;
  const reuse = { Enabled: true, MaxAgeInMinutes: resultReuseMinutes };
  return {
    QueryExecutionContext: { Database: database, Catalog: catalog },
    WorkGroup: workGroup,
    ...(outputLocation !== undefined && { ResultConfiguration: { OutputLocation: outputLocation } }),
    ...(resultReuseMinutes > 0 && { ResultReuseConfiguration: { ResultReuseByAgeConfiguration: reuse } }),
  };
}

/** No request of Athena's API takes long, queries run apart from them: one that hangs is given up and sent again. */
const TIMEOUTS = { connectionTimeout: 5000, requestTimeout: 30_000, throwOnRequestTimeout: true };

const newClient = (sdk: AthenaSdk, { region, endpoint }: AthenaLakeOptions): AthenaSender =>
  new sdk.AthenaClient({
    requestHandler: TIMEOUTS,
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
  });

const sleepFor: Sleep = (ms, signal) => wait(ms, undefined, { signal });

/**
 * Opens a lake that Athena reads. Nothing is asked of AWS before the first query.
 * @throws {QuestionOptionError} for options that make no sense.
 */
export async function openAthenaLake(options: AthenaLakeOptions): Promise<Lake> {
  assertOptions(options);
  const sdk = await import('./athena-sdk.ts');
  const { client = newClient(sdk, options), sleep = sleepFor, random = Math.random } = options;
  const { usdPerTerabyte, maxScannedBytes, readObject, now } = options;
  const context = contextOf(options);
  const retry = { sleep, random };
  return lakeOver(new AthenaEngine({ sdk, client, context, retry, maxScannedBytes, usdPerTerabyte, readObject, now }));
}
