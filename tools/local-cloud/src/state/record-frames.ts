import { crc32 } from 'node:zlib';
import { DamagedStateError } from '../errors.ts';

/** A record on its way into a log. */
export interface LogEntry {
  readonly arrivalMs: number;
  readonly partitionKey: string;
  readonly data: Uint8Array;
}

/** A record read back; offsets count the records of a log from 0 and never change. */
export interface LogRecord extends LogEntry {
  readonly offset: number;
  readonly data: Buffer;
}

/** A frame: length, the same inverted, CRC-32 of the payload; then the payload: arrival, key length, key, data. */
const HEADER_BYTES = 12;
const PREAMBLE_BYTES = 10;

/** All entries as frames, and where each begins. */
export function encodeFrames(entries: readonly LogEntry[]): { frames: Buffer; starts: number[] } {
  const starts: number[] = [];
  let bytes = 0;
  for (const { partitionKey, data } of entries) {
    starts.push(bytes);
    bytes += HEADER_BYTES + PREAMBLE_BYTES + Buffer.byteLength(partitionKey) + data.length;
  }
  const frames = Buffer.allocUnsafe(bytes);
  for (const [i, entry] of entries.entries()) writeFrame(frames, starts[i] ?? 0, starts[i + 1] ?? bytes, entry);
  return { frames, starts };
}

function writeFrame(frames: Buffer, start: number, end: number, { arrivalMs, partitionKey, data }: LogEntry): void {
  const payload = start + HEADER_BYTES;
  frames.writeDoubleLE(arrivalMs, payload);
  const keyBytes = frames.write(partitionKey, payload + PREAMBLE_BYTES);
  frames.writeUInt16LE(keyBytes, payload + 8);
  frames.set(data, payload + PREAMBLE_BYTES + keyBytes);
  frames.writeUInt32LE(end - payload, start);
  frames.writeUInt32LE(~(end - payload) >>> 0, start + 4);
  frames.writeUInt32LE(crc32(frames.subarray(payload, end)), start + 8);
}

/**
 * The record of the frame at `start`, and where the next begins; `undefined` when the bytes stop before the frame does.
 * Throws `DamagedStateError` when it is whole and not what was written: the inverted length tells a torn tail from a wrong
 * length. `data` shares the memory of `frames`.
 */
export function decodeFrame(
  frames: Buffer,
  start: number,
  offset: number,
  file: string,
): { record: LogRecord; end: number } | undefined {
  const payload = start + HEADER_BYTES;
  if (payload > frames.length) return undefined;
  const length = frames.readUInt32LE(start);
  if (frames.readUInt32LE(start + 4) !== ~length >>> 0 || length < PREAMBLE_BYTES)
    throw new DamagedStateError(file, `record ${offset} does not begin where it should`);
  const end = payload + length;
  if (end > frames.length) return undefined;
  if (crc32(frames.subarray(payload, end)) !== frames.readUInt32LE(start + 8))
    throw new DamagedStateError(file, `record ${offset} fails its checksum`);
  const key = payload + PREAMBLE_BYTES;
  const data = key + frames.readUInt16LE(payload + 8);
  const partitionKey = frames.toString('utf8', key, data);
  return {
    record: { offset, arrivalMs: frames.readDoubleLE(payload), partitionKey, data: frames.subarray(data, end) },
    end,
  };
}
