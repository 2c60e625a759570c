import { describe, expect, it } from 'vitest';
import { readLetter } from './dead-letters.ts';
import { readQuarantinedLine } from './quarantine.ts';

const RATE = '{"kind":"forex","name":"EURUSD","ts":"2026-11-20 09:30:00-05:00","bid":1.1,"ask":1.2}';
const CROSSED = '{"kind":"forex","name":"EURUSD","ts":"2026-11-20 09:30:00-05:00","bid":1.3,"ask":1.2}';
const BAR = '{"name":"DDOG","ts":"2026-11-20 09:30:00-05:00","high":67.5,"low":64.61}';
const NEXT_DAY = '{"name":"DDOG","ts":"2026-11-23 09:30:00-05:00","high":67.5,"low":64.61}';
/** A row of the lake: its time is UTC, and would be read as New York's. */
const ROW = Buffer.from(BAR.replace(' 09:30:00-05:00', ' 14:30:00.000')).toString('base64');
const line = (data: string | Uint8Array): string =>
  JSON.stringify({ attemptsMade: 4, errorCode: 'Lambda.FunctionError', rawData: Buffer.from(data).toString('base64') });

describe('a dead letter', () => {
  it('gives every record that can be read, and keeps the other lines as they came', () => {
    const { lines, rest, reason } = readLetter({ Body: `${RATE}\n${CROSSED}` });
    expect(lines).toEqual([RATE]);
    expect(rest).toBe(`${CROSSED}\n`);
    expect(reason).toContain('ask');
    expect(reason).not.toContain('1.2');
  });

  it('is nothing but records when SQS itself gave it up', () => {
    expect(readLetter({ Body: `${RATE}\n` })).toEqual({ lines: [RATE], reason: '' });
  });

  it('is read as the bytes that it stands for, and kept so', () => {
    const bytes = Buffer.concat([Buffer.from(`${RATE}\n{"kind":"news","id":"`), Buffer.of(0xff), Buffer.from('"}')]);
    const MessageAttributes = { encoding: { DataType: 'String', StringValue: 'base64' } };
    const { lines, rest = '' } = readLetter({ Body: bytes.toString('base64'), MessageAttributes });
    expect(lines).toEqual([RATE]);
    expect([...Buffer.from(rest, 'base64')]).toContain(0xff);
  });

  it('stays when it is a part of something larger, whatever it looks like', () => {
    const MessageAttributes = { part: { DataType: 'String', StringValue: '1/2' } };
    expect(readLetter({ Body: RATE, MessageAttributes })).toMatchObject({ lines: [], rest: RATE });
  });
});

describe('a line of quarantine', () => {
  it('goes back whole when all of it can be read, bars of several dates included', () => {
    const { records, rest } = readQuarantinedLine(line(`${BAR}\n${NEXT_DAY}`));
    expect(records.map(({ ts }) => ts)).toEqual(['2026-11-20 09:30:00-05:00', '2026-11-23 09:30:00-05:00']);
    expect(rest).toBeUndefined();
  });

  it('keeps only the piece that cannot be read, byte for byte', () => {
    const { records, rest = '', reason } = readQuarantinedLine(line(`${BAR}\n{"poison":\n${NEXT_DAY}`));
    expect(records).toHaveLength(2);
    expect(Buffer.from((JSON.parse(rest) as { rawData: string }).rawData, 'base64').toString()).toContain('{"poison":');
    expect(reason).toBeDefined();
    expect(readQuarantinedLine(rest)).toMatchObject({ records: [], rest });
  });

  it('stays as it is when nothing of it can be read', () => {
    const poison = line(Uint8Array.of(0xff, 0xfe, 0x00));
    expect(readQuarantinedLine(poison)).toMatchObject({ records: [], rest: poison });
  });

  it.each([
    [
      'a row that the conversion refused',
      JSON.stringify({ lastErrorCode: 'DataFormatConversion.MalformedData', rawData: ROW }),
    ],
    ['something else', 'hello'],
  ])('leaves %s alone', (_, other) => {
    expect(readQuarantinedLine(other)).toMatchObject({ records: [], rest: other });
  });
});
