import { describe, expect, it } from 'vitest';
import { collectPages, type ResultPage } from '../engine.ts';
import { filePages, resultFile } from './athena-result-file.ts';

const retry = { sleep: () => Promise.resolve(), random: () => 1 };
const reset = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

/** A file that is read from its bytes; each of the faults breaks one reading off after so many bytes. */
function fileOf(text: string, breaks: readonly number[] = []) {
  const asked: number[] = [];
  const pages = (skip = 1, signal?: AbortSignal) =>
    filePages({
      object: { bucket: 'results', key: 'q.csv' },
      columns: ['a', 'b'].map((name) => ({ name, type: 'varchar' })),
      skip,
      retry,
      signal,
      async read({ fromByte }) {
        await Promise.resolve();
        const after = breaks[asked.length];
        asked.push(fromByte);
        return (async function* () {
          const bytes = new TextEncoder().encode(text).subarray(fromByte);
          yield await Promise.resolve(bytes.subarray(0, after));
          if (after !== undefined) throw reset();
        })();
      },
    });
  return { pages, asked };
}

describe('a result file', () => {
  it('is found by what a SELECT left', () => {
    const at = (OutputLocation: string, StatementType: 'DML' | 'UTILITY' | 'DDL' = 'DML') =>
      resultFile({ StatementType, ResultConfiguration: { OutputLocation } });
    expect(at('s3://results/of/2026/q-1.csv')).toEqual({ bucket: 'results', key: 'of/2026/q-1.csv' });
    expect(at('s3://results/q-1.csv', 'UTILITY')).toBeUndefined();
    expect(at('s3://results/q-1.txt')).toBeUndefined();
    expect(resultFile({})).toBeUndefined();
  });

  it('is read on from the byte where it was cut off', async () => {
    const { pages, asked } = fileOf('"a","b"\n"é","1"\n"x","2"\n', [11, 0, 0, 0, 3, 0]);
    expect((await collectPages(pages())).rows).toEqual([
      ['é', '1'],
      ['x', '2'],
    ]);
    expect(asked).toEqual([0, 11, 11, 11, 11, 14, 14]);
  });

  it('is given up when it is cut off five times at one place', async () => {
    const { pages, asked } = fileOf('"a","b"\n"x","1"\n', [0, 0, 0, 0, 0]);
    await expect(collectPages(pages())).rejects.toThrow('socket hang up');
    expect(asked).toHaveLength(5);
  });

  it.each([
    ['rows of another width', '"a","b"\n"x"\n', 'row 2 has 1 cells where the result has 2 columns'],
    ['fewer rows than the pages had', '"a","b"\n', 'it holds 1 rows where more than 1 were announced'],
    ['half a row at its end', '"a","b"\n"x","1', 'breaks off within a row'],
  ])('of %s is an error that names it, never a shorter result', async (_what, text, says) => {
    await expect(collectPages(fileOf(text).pages())).rejects.toMatchObject({
      name: 'AthenaResponseError',
      message: expect.stringContaining(`The result file s3://results/q.csv cannot be read: `),
    });
    await expect(collectPages(fileOf(text).pages())).rejects.toThrow(says);
  });

  it('gives pages of 1,000 rows, and stops between them when it is aborted', async () => {
    const stop = new AbortController();
    const seen: ResultPage[] = [];
    const reading = async () => {
      for await (const page of fileOf(`"a","b"\n${'"x",\n'.repeat(2500)}`).pages(1, stop.signal)) {
        seen.push(page);
        if (seen.length === 2) stop.abort(new Error('enough'));
      }
    };
    await expect(reading()).rejects.toThrow('enough');
    expect(seen.map(({ rows }) => rows.length)).toEqual([1000, 1000]);
    expect(seen[0]?.rows[0]).toEqual(['x', null]);
  });
});
