import { appendFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/folders.ts';
import { DamagedStateError } from '../errors.ts';
import type { LogEntry } from './record-frames.ts';
import { RecordLog } from './record-log.ts';

const entry = fc.record({
  arrivalMs: fc.nat(),
  partitionKey: fc.string({ unit: 'grapheme', maxLength: 20 }),
  data: fc.uint8Array({ maxLength: 200 }),
});
const plain = ({ arrivalMs, partitionKey, data }: LogEntry) => ({ arrivalMs, partitionKey, data: [...data] });
const noFault = () => undefined;
const open = (dir: string, fault: () => Error | undefined = noFault) => new RecordLog(dir, fault);
const made = (i: number, bytes = 3): LogEntry => ({
  arrivalMs: i,
  partitionKey: `k${i}`,
  data: new Uint8Array(bytes).fill(i),
});

/** All records, read in steps. */
function readAll(log: RecordLog, maxBytes: number, maxRecords = Infinity): LogEntry[] {
  const records: LogEntry[] = [];
  for (let offset = log.first; offset < log.next;) {
    const read = log.read(offset, maxBytes, maxRecords);
    expect(read[0]?.offset).toBe(offset);
    records.push(...read);
    offset += read.length;
  }
  return records;
}

describe('a record log', () => {
  it('gives back every record once, in order, however it is read, and again after it is reopened', () => {
    const cases = fc.property(
      fc.array(fc.array(entry, { maxLength: 8 }), { maxLength: 8 }),
      fc.integer({ min: 1, max: 400 }),
      (batches, step) => {
        const dir = temporaryFolder();
        const log = open(dir);
        for (const batch of batches) log.append(batch);
        const expected = batches.flat().map(plain);
        expect(readAll(log, step).map(plain)).toEqual(expected);
        log.close();
        const again = open(dir);
        expect(readAll(again, 1 << 20, 3).map(plain)).toEqual(expected);
        again.close();
      },
    );
    fc.assert(cases, { numRuns: 40 });
  });

  it('cuts off a torn tail, wherever the write was cut, and goes on behind the last whole record', () => {
    const dir = temporaryFolder();
    const whole = open(dir);
    whole.append([made(0), made(1), made(2)]);
    whole.close();
    const file = join(dir, readdirSync(dir)[0] ?? '');
    const bytes = readFileSync(file);
    const frame = bytes.length / 3;
    for (let length = bytes.length - 1; length > frame; length -= 1) {
      writeFileSync(file, bytes.subarray(0, length));
      const log = open(dir);
      const kept = Math.floor(length / frame);
      expect(log.next).toBe(kept);
      expect(log.append([made(9)])).toBe(kept);
      expect(readAll(log, 1 << 20).map(plain)).toEqual([made(0), made(1)].slice(0, kept).concat(made(9)).map(plain));
      log.close();
    }
  });

  it('refuses a log in which any byte was changed: nothing is lost silently', () => {
    const dir = temporaryFolder();
    const log = open(dir);
    log.append([made(0), made(1), made(2)]);
    log.close();
    const file = join(dir, readdirSync(dir)[0] ?? '');
    const bytes = readFileSync(file);
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x40;
      writeFileSync(file, changed);
      expect(() => open(dir), `byte ${at}`).toThrow(DamagedStateError);
    }
  });

  it('refuses a log of which a file is missing', () => {
    const dir = temporaryFolder();
    const log = open(dir);
    for (let i = 0; i < 3; i += 1) log.append([made(i, 5 << 20)]);
    log.close();
    rmSync(join(dir, readdirSync(dir).toSorted()[1] ?? ''));
    expect(() => open(dir)).toThrow(/the records from 1 to 2 are missing/);
  });

  it('refuses an older file that is cut: only the newest can be torn', () => {
    const dir = temporaryFolder();
    const log = open(dir);
    for (let i = 0; i < 2; i += 1) log.append([made(i, 5 << 20)]);
    log.close();
    truncateSync(join(dir, readdirSync(dir).toSorted()[0] ?? ''), 1000);
    expect(() => open(dir)).toThrow(DamagedStateError);
  });

  it('notices at a read that its file was cut behind its back', () => {
    const dir = temporaryFolder();
    const log = open(dir);
    log.append([made(0), made(1)]);
    truncateSync(join(dir, readdirSync(dir)[0] ?? ''), 10);
    expect(() => log.read(0, 1 << 20)).toThrow(DamagedStateError);
    log.close();
  });

  it('holds what it held when a write fails half way', () => {
    const dir = temporaryFolder();
    let fault: Error | undefined;
    const log = open(dir, () => fault);
    log.append([made(0)]);
    fault = new Error('disk full');
    expect(() => log.append([made(1), made(2)])).toThrow('disk full');
    fault = undefined;
    expect(log.append([made(3)])).toBe(1);
    expect(readAll(log, 1 << 20).map(plain)).toEqual([made(0), made(3)].map(plain));
    log.close();
  });

  it('drops whole files only, oldest first, and none that holds a record not yet consumed', () => {
    const dir = temporaryFolder();
    const log = open(dir);
    for (let i = 0; i < 4; i += 1) log.append([made(i, 5 << 20)]);
    log.trim(2, () => true);
    expect([log.first, log.next, readdirSync(dir).length]).toEqual([2, 4, 2]);
    log.trim(4, (lastMs) => lastMs < 2);
    expect(log.first).toBe(2);
    log.trim(4, () => true);
    expect([log.first, log.next]).toEqual([3, 4]);
    expect(log.read(0, 1)[0]?.offset).toBe(3);
    log.close();
    expect(open(dir).first).toBe(3);
  });

  it('counts the bytes that lie behind an offset', () => {
    const dir = temporaryFolder();
    const log = open(dir);
    log.append([made(0), made(1), made(2)]);
    expect([0, 1, 2, 3].map((offset) => log.bytesFrom(offset))).toEqual([81, 54, 27, 0]);
    log.close();
  });

  it('passes over files that are not its own', () => {
    const dir = temporaryFolder();
    appendFileSync(join(dir, 'notes.txt'), 'mine');
    const log = open(dir);
    expect(log.append([made(0)])).toBe(0);
    log.close();
  });
});
