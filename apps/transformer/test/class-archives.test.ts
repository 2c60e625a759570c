import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firehoseEvent, testData, testDataNote } from '@tickerlake/testing';
import { describe, expect, it } from 'vitest';
import { transform } from '../src/transform.ts';

interface Archive {
  readonly id: string;
  readonly day: string;
  readonly records: number;
  readonly nan_records: number;
}

const folder = join(testData ?? '', 'class-archives');
const archives: Archive[] =
  testData === undefined ? [] : JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

/** What Firehose wrote to S3 in that run, a record a line. */
const linesOf = ({ id }: Archive): string[] => {
  const objects = join(folder, id, 'objects');
  return readdirSync(objects).flatMap((name) => readFileSync(join(objects, name), 'utf8').split(/(?<=\n)/));
};

const BATCH = 2_000;
const transformAll = (lines: readonly string[]) => {
  const starts = Array.from({ length: Math.ceil(lines.length / BATCH) }, (_, index) => index * BATCH);
  return starts.map((start) => transform(firehoseEvent(lines.slice(start, start + BATCH)).records));
};

describe.skipIf(testData === undefined)(`what other programs streamed${testDataNote}`, { timeout: 60_000 }, () => {
  it.each(archives)('$id: delivers every bar to its day, drops the empty ones, fails none', (archive) => {
    const batches = transformAll(linesOf(archive));
    const bars = batches.reduce((sum, { counts }) => sum + counts.bars, 0);
    const empty = batches.reduce((sum, { counts }) => sum + (counts.dropped['empty bar'] ?? 0), 0);
    expect({ bars, empty }).toEqual({ bars: archive.records - archive.nan_records, empty: archive.nan_records });
    for (const { counts } of batches) expect(counts.failed).toEqual({});
    const days = batches.flatMap(({ response }) =>
      response.records.map(({ metadata }) => metadata?.partitionKeys['dt']),
    );
    expect(days.filter((dt) => dt === archive.day).length).toBeGreaterThan(archive.records * 0.99);
  });

  it('2020-05-14-1m/14: puts the live quotes of the capture day into their own day, and refuses to mix both in one record', () => {
    const lines = linesOf({ id: '2020-05-14-1m/14', day: '', records: 0, nan_records: 0 });
    const days = transformAll(lines).flatMap(({ response }) =>
      response.records.map(({ metadata }) => metadata?.partitionKeys['dt']),
    );
    expect(days.filter((dt) => dt === '2020-05-20')).toHaveLength(10);
    expect(transform(firehoseEvent([lines.join('')]).records).counts.failed).toMatchObject({
      'several-dates': { pieces: 3_854, records: 1 },
    });
  });
});
