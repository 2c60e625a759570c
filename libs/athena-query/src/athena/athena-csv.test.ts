import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvCell, csvRows } from './athena-csv.ts';

/** As Athena writes a row: NULL is nothing, everything else has quotes. */
const line = (row: readonly CsvCell[]): string =>
  `${row.map((cell) => (cell === undefined ? '' : `"${cell.replaceAll('"', '""')}"`)).join(',')}\n`;

/** Bytes cut into pieces of such sizes, one after another, again and again. */
async function* pieces(text: string, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let from = 0, turn = 0; from < bytes.length; turn++) {
    const to = from + (sizes[turn % sizes.length] ?? 1);
    yield await Promise.resolve(bytes.subarray(from, to));
    from = to;
  }
}

async function fromAsync<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const read = (text: string, sizes: readonly number[] = [1 << 16]) => fromAsync(csvRows(pieces(text, sizes)));

const arbitraryCell: fc.Arbitrary<CsvCell> = fc.oneof(
  fc.constant(undefined),
  fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é', '🙂', ' ', '\uFEFF') }),
);
const arbitraryRows = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(arbitraryCell, { minLength: width, maxLength: width }), { maxLength: 20 }));

describe('a result file', () => {
  it('gives the rows that were written, wherever the network cuts it', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(arbitraryRows, sizes, async (rows, cuts) => {
        expect(await read(rows.map(line).join(''), cuts)).toEqual(rows);
      }),
      { numRuns: 500 },
    );
  });

  it('that breaks off within a row is an error, never a shorter result', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryRows.filter((rows) => rows.length > 0),
        fc.nat(),
        async (rows, at) => {
          const text = rows.map(line).join('');
          const cut = text.slice(0, at % text.length);
          // Cut in two after a whole row it cannot be told from a file that ends there: the length of the object tells that.
          const whole = rows.map((_, count) => rows.slice(0, count).map(line).join(''));
          fc.pre(!whole.includes(cut) && !/[\uD800-\uDBFF]$/.test(cut));
          await expect(read(cut)).rejects.toThrow('breaks off');
        },
      ),
    );
  });

  it.each([
    ['a quoted cell followed by text', '"a"b\n', 'followed by "b"'],
    ['bytes that are no UTF-8', undefined, 'not valid'],
  ])('%s is an error', async (_what, text, message) => {
    const bytes = async function* () {
      yield await Promise.resolve(text === undefined ? Uint8Array.of(0xff, 0x0a) : new TextEncoder().encode(text));
    };
    await expect(fromAsync(csvRows(bytes()))).rejects.toThrow(message);
  });

  it('reads NULL and an empty text as what they are', async () => {
    expect(await read('"a","b"\n,""\n"",\n')).toEqual([
      ['a', 'b'],
      [undefined, ''],
      ['', undefined],
    ]);
    expect(await read('\n""\n')).toEqual([[undefined], ['']]);
  });
});
