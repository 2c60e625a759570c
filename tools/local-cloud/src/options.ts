import { isAbsolute } from 'node:path';
import type { TableDefinition } from '@tickerlake/record-schema';
import type { Clock } from './clock.ts';
import { InvalidOptionsError } from './errors.ts';
import type { FaultPlan } from './faults.ts';
import { checkPrefix } from './firehose/object-name.ts';

export interface StreamOptions {
  readonly name: string;
  /** From 1 to 100; fixed once the stream is made. */
  readonly shards: number;
}

export interface BucketOptions {
  readonly name: string;
  /** Folder whose files are the objects. Absolute. */
  readonly dir: string;
}

export interface FunctionOptions {
  readonly name: string;
  /** An .mjs bundle that exports `handler`. Absolute. */
  readonly entry: string;
  /** Environment beside what Lambda sets; nothing else of this process's environment but paths and proxies is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds for an invocation, 1 to 900,000. @default 60_000 */
  readonly timeoutMs?: number;
}

export interface DeliveryStreamOptions {
  readonly name: string;
  /** The data stream to read. Without it records are put here directly. */
  readonly sourceStream?: string;
  /** The function that transforms the records. */
  readonly transformFunction?: string;
  readonly bucket: string;
  /** May hold `!{partitionKeyFromLambda:key}` and `!{timestamp:yyyy/MM/dd}`; without any, the hour is appended as Firehose does. */
  readonly prefix: string;
  /** `processing-failed/` or `format-conversion-failed/` and the hour are appended, unless it holds `!{firehose:error-output-type}`. */
  readonly errorPrefix: string;
  /**
   * Bytes of source records that are delivered together, at least 1. A delivery takes some 15 to 30 times that in memory.
   * @default 16_777_216 (16 MiB)
   */
  readonly bufferBytes?: number;
  /** Milliseconds that a record waits for others at most, at least 0. @default 60_000 */
  readonly bufferMs?: number;
  /** Makes the objects Parquet files of this table. Without it they are lines as they came. */
  readonly table?: TableDefinition;
}

export interface LocalCloudOptions {
  /** Folder of the state: logs of the streams, checkpoints, logs of the functions. Absolute; one process at a time. */
  readonly dir: string;
  /** 0 takes any free port. @default 0 */
  readonly port?: number;
  /** @default 'us-east-1' */
  readonly region?: string;
  readonly streams?: readonly StreamOptions[];
  readonly buckets?: readonly BucketOptions[];
  readonly functions?: readonly FunctionOptions[];
  readonly deliveryStreams?: readonly DeliveryStreamOptions[];
  /** What is to go wrong on purpose. */
  readonly faults?: FaultPlan;
  /** @default the machine's clock */
  readonly clock?: Clock;
}

const NAME = /^[a-zA-Z0-9_.-]{1,64}$/;

/** Throws `InvalidOptionsError` for the first thing that is wrong, a misspelt option included. */
export function checkOptions(options: LocalCloudOptions): void {
  const keys = ['dir', 'port', 'region', 'streams', 'buckets', 'functions', 'deliveryStreams', 'faults', 'clock'];
  checkKeys('options', options, keys);
  checkFolder('dir', options.dir);
  checkNumber('port', options.port ?? 0, 0, 65_535);
  const streams = checkNamed('streams', options.streams, ['name', 'shards']);
  const buckets = checkNamed('buckets', options.buckets, ['name', 'dir']);
  const functions = checkNamed('functions', options.functions, ['name', 'entry', 'env', 'timeoutMs']);
  for (const { name, shards } of options.streams ?? []) checkNumber(`streams.${name}.shards`, shards, 1, 100);
  for (const { name, dir } of options.buckets ?? []) checkFolder(`buckets.${name}.dir`, dir);
  for (const { name, entry, timeoutMs = 1 } of options.functions ?? []) {
    checkFolder(`functions.${name}.entry`, entry);
    checkNumber(`functions.${name}.timeoutMs`, timeoutMs, 1, 900_000);
  }
  const deliveryKeys = 'name sourceStream transformFunction bucket prefix errorPrefix bufferBytes bufferMs table'.split(
    ' ',
  );
  checkNamed('deliveryStreams', options.deliveryStreams, deliveryKeys);
  for (const delivery of options.deliveryStreams ?? []) {
    const path = `deliveryStreams.${delivery.name}`;
    checkReference(`${path}.bucket`, delivery.bucket, buckets);
    if (delivery.sourceStream !== undefined) checkReference(`${path}.sourceStream`, delivery.sourceStream, streams);
    if (delivery.transformFunction !== undefined)
      checkReference(`${path}.transformFunction`, delivery.transformFunction, functions);
    checkNumber(`${path}.bufferBytes`, delivery.bufferBytes ?? 1, 1, Number.MAX_SAFE_INTEGER);
    checkNumber(`${path}.bufferMs`, delivery.bufferMs ?? 0, 0, 2 ** 31 - 1);
    checkPrefix(`${path}.prefix`, delivery.prefix, false);
    checkPrefix(`${path}.errorPrefix`, delivery.errorPrefix, true);
    if (delivery.prefix.includes('partitionKeyFromLambda') && delivery.transformFunction === undefined)
      throw new InvalidOptionsError(`${path}.prefix needs partition keys, which only a transformFunction gives.`);
  }
}

function checkKeys(path: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new InvalidOptionsError(`Unknown option ${path}.${unknown}. Known: ${known.join(', ')}.`);
}

/** Checks keys and names of a list, and returns the names. */
function checkNamed(
  path: string,
  items: readonly { readonly name: string }[] = [],
  keys: readonly string[],
): Set<string> {
  const names = new Set<string>();
  for (const item of items) {
    checkKeys(path, item, keys);
    if (!NAME.test(item.name) || /^\.+$/.test(item.name))
      throw new InvalidOptionsError(`${path} has the name '${item.name}'; allowed are 1 to 64 of a-z A-Z 0-9 _ . -`);
    if (names.has(item.name)) throw new InvalidOptionsError(`${path} has the name '${item.name}' twice.`);
    names.add(item.name);
  }
  return names;
}

function checkReference(path: string, name: string, known: ReadonlySet<string>): void {
  if (!known.has(name))
    throw new InvalidOptionsError(`${path} is '${name}'. Known: ${[...known].join(', ') || 'none'}.`);
}

function checkFolder(path: string, value: string): void {
  if (typeof value !== 'string' || !isAbsolute(value))
    throw new InvalidOptionsError(`${path} is '${value}'; an absolute path is needed.`);
}

function checkNumber(path: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max)
    throw new InvalidOptionsError(`${path} is ${value}; allowed is a whole number from ${min} to ${max}.`);
}
