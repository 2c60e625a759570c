import { expect, it } from 'vitest';
import { type Notebook, notebookOf, type Output } from './notebook-file.ts';
import { outputsOf, picturesOf, toStore } from './outputs.ts';

const stream = (name: string, ...text: string[]): Output => ({ output_type: 'stream', name, text });
const result = (data: Record<string, string | string[]>, count: number): Output => ({
  output_type: 'execute_result',
  execution_count: count,
  data,
});

const ran = (source: string, ...outputs: Output[]): Notebook => {
  const notebook = notebookOf('deno', '# Text', source);
  return {
    ...notebook,
    cells: notebook.cells.map((cell) => (cell.cell_type === 'code' ? { ...cell, outputs } : cell)),
  };
};

it('what a kernel showed in pieces is stored and compared as one', () => {
  const pieces = ran('one', stream('stdout', 'a\n', 'b'), stream('stdout', 'c\n'), stream('stderr', 'd'));
  const whole = ran('one', stream('stdout', 'a\nbc\n'), stream('stderr', 'd'));
  expect(outputsOf(pieces)).toEqual(outputsOf(whole));
  expect(toStore(pieces, pieces).cells[1]?.outputs).toEqual([stream('stdout', 'a\n', 'bc\n'), stream('stderr', 'd')]);
});

it('a cell that shows less, or something else, is not the same', () => {
  const shows = (...outputs: Output[]) => outputsOf(ran('one', ...outputs));
  const svg = result({ 'image/svg+xml': '<svg/>' }, 1);
  expect(shows(svg)).not.toEqual(shows());
  expect(shows(svg)).not.toEqual(shows(result({ 'image/svg+xml': '<svg></svg>' }, 1)));
  expect(shows(stream('stdout', 'a'))).not.toEqual(shows(stream('stderr', 'a')));
  expect(outputsOf(ran('one', svg))).not.toEqual(outputsOf(ran('other', svg)));
});

it('cells are counted from the top, whatever the kernel counted', () => {
  const { cells } = toStore(ran('one'), ran('one', result({ 'text/plain': ['1'] }, 7)));
  expect(cells.map((cell) => cell.execution_count)).toEqual([undefined, 1]);
  expect(cells[1]?.outputs?.[0]?.execution_count).toBe(1);
});

it('pictures are compared apart from texts, one by one', () => {
  const pictured = (png: string) => ran('plot()', result({ 'image/png': png, 'text/plain': '<Figure>' }, 1));
  expect(outputsOf(pictured('AAAA'))).toEqual(outputsOf(pictured('BBBB')));
  expect([picturesOf(pictured('AAAA')), picturesOf(ran('one', stream('stdout', 'a')))]).toEqual([['AAAA'], []]);
});
