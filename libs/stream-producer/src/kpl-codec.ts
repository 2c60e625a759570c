import { createHash } from 'node:crypto';
import { MalformedProtobufError, ProtobufWriter, readFields, varintBytes } from './protobuf.ts';
import type { RawEntry } from './raw-entry.ts';

// The aggregated record format of the Kinesis Producer Library:
// https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md
const MAGIC = Uint8Array.of(0xf3, 0x89, 0x9a, 0xc2);
const DIGEST_BYTES = 16;
const KEY_TABLE = 1;
const HASH_KEY_TABLE = 2;
const RECORDS = 3;
const RECORD_KEY_INDEX = 1;
const RECORD_HASH_KEY_INDEX = 2;
const RECORD_DATA = 3;

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder();

/** Bytes that a blob takes before its first record: magic, digest and a table with one partition key. */
export function blobOverheadBytes(partitionKeyBytes: number): number {
  return MAGIC.length + DIGEST_BYTES + fieldBytes(partitionKeyBytes);
}

/** Bytes that one record of `dataBytes` adds to a blob whose records all carry the first key of the table. */
export function blobRecordBytes(dataBytes: number): number {
  return fieldBytes(recordMessageBytes(0, dataBytes));
}

/** Whether the bytes begin as a KPL aggregated record does. Cheap: the digest is not checked. */
export function looksAggregated(data: Uint8Array): boolean {
  return data.length >= MAGIC.length && MAGIC.every((byte, index) => data[index] === byte);
}

/**
 * Packs entries into one KPL aggregated record. Order is kept; each distinct partition key is stored once.
 *
 * Consumers compare each sub-record's key with the hash range of the shard they read and drop what does not belong, so
 * give the entries of one blob the key that the blob itself is put with.
 * Source: https://github.com/awslabs/kinesis-aggregation/blob/master/potential_data_loss.md
 */
export function aggregate(entries: readonly RawEntry[]): Uint8Array {
  const indexOf = new Map<string, number>();
  for (const { partitionKey } of entries) if (!indexOf.has(partitionKey)) indexOf.set(partitionKey, indexOf.size);
  const keys = [...indexOf.keys()].map((key) => utf8.encode(key));
  const records = entries.map(({ data, partitionKey }) => {
    const index = indexOf.get(partitionKey) ?? 0;
    return { data, index, length: recordMessageBytes(index, data.length) };
  });

  let messageBytes = 0;
  for (const key of keys) messageBytes += fieldBytes(key.length);
  for (const { length } of records) messageBytes += fieldBytes(length);

  const blob = new Uint8Array(MAGIC.length + messageBytes + DIGEST_BYTES);
  blob.set(MAGIC);
  const writer = new ProtobufWriter(blob, MAGIC.length);
  for (const key of keys) writer.bytes(KEY_TABLE, key);
  for (const { data, index, length } of records) {
    writer.open(RECORDS, length);
    writer.number(RECORD_KEY_INDEX, index);
    writer.bytes(RECORD_DATA, data);
  }
  blob.set(md5(blob.subarray(MAGIC.length, MAGIC.length + messageBytes)), MAGIC.length + messageBytes);
  return blob;
}

/** One record taken out of a blob. */
export interface DeaggregatedEntry extends RawEntry {
  /** The 128-bit hash key, in decimal, that the producer asked for instead of the key's MD5. */
  readonly explicitHashKey?: string;
}

/**
 * The entries of a KPL aggregated record in order, as views of its bytes, or `undefined` when `data` is not one: another
 * beginning, a digest that does not match, a message that cannot be read. Such a record stands for itself, as it does for
 * AWS's own consumers. Never throws.
 */
export function deaggregate(data: Uint8Array): readonly DeaggregatedEntry[] | undefined {
  if (data.length < MAGIC.length + DIGEST_BYTES || !looksAggregated(data)) return undefined;
  const message = data.subarray(MAGIC.length, data.length - DIGEST_BYTES);
  if (!md5(message).equals(data.subarray(data.length - DIGEST_BYTES))) return undefined;
  try {
    return readMessage(message);
  } catch (error) {
    if (error instanceof MalformedProtobufError) return undefined;
    throw error;
  }
}

function readMessage(message: Uint8Array): DeaggregatedEntry[] {
  const keys: string[] = [];
  const hashKeys: string[] = [];
  const records: Uint8Array[] = [];
  for (const { field, value } of readFields(message)) {
    if (!(value instanceof Uint8Array)) continue;
    if (field === KEY_TABLE) keys.push(fromUtf8.decode(value));
    else if (field === HASH_KEY_TABLE) hashKeys.push(fromUtf8.decode(value));
    else if (field === RECORDS) records.push(value);
  }
  return records.map((record) => readRecord(record, keys, hashKeys));
}

function readRecord(record: Uint8Array, keys: readonly string[], hashKeys: readonly string[]): DeaggregatedEntry {
  let partitionKey: string | undefined;
  let explicitHashKey: string | undefined;
  let data: Uint8Array | undefined;
  for (const { field, value } of readFields(record)) {
    if (field === RECORD_KEY_INDEX && typeof value === 'number') partitionKey = keys[value];
    else if (field === RECORD_HASH_KEY_INDEX && typeof value === 'number') explicitHashKey = hashKeys[value];
    else if (field === RECORD_DATA && value instanceof Uint8Array) data = value;
  }
  if (data === undefined || partitionKey === undefined) {
    throw new MalformedProtobufError('A record lacks its data or its partition key');
  }
  return { data, partitionKey, ...(explicitHashKey !== undefined && { explicitHashKey }) };
}

const recordMessageBytes = (keyIndex: number, dataBytes: number): number =>
  1 + varintBytes(keyIndex) + fieldBytes(dataBytes);

/** A length-delimited field whose number is below 16, so that its tag takes one byte. */
const fieldBytes = (length: number): number => 1 + varintBytes(length) + length;

const md5 = (bytes: Uint8Array): Buffer => createHash('md5').update(bytes).digest();
