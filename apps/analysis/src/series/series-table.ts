import { cellOf } from '../cells.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { drawSparkline, GAP } from '../terminal/sparkline.ts';
import { layOutTable, type TableLook } from '../terminal/table.ts';
import { PIPE, type Screen } from '../terminal/screen.ts';
import type { Axis } from './series-axis.ts';
import type { Series, SeriesOptions } from './series.ts';

/** More blocks than these are no easier to read. */
const MAX_BLOCKS = 60;
const MIN_BLOCKS = 10;
/** What stands beside a line: its lowest and highest value and the change, each with the blanks before it. */
const BESIDE = 40;

/** A line for each company or pair, and the sentence that says how to read them; `undefined` where nothing moves on. */
export function seriesTable(
  { of, value, merge, slotOf, axis }: Series,
  rows: readonly object[],
  options: SeriesOptions,
  screen: Screen = PIPE,
): string | undefined {
  const time = axis(rows.map(slotOf), rows, options);
  if (!time || time.slots.length < 2) return undefined;
  const names = [...new Set(rows.map((row) => String(cellOf(row, of))))];
  const widest = Math.max(...names.map(displayWidth));
  const cells = Math.max(MIN_BLOCKS, Math.min(MAX_BLOCKS, (screen.columns ?? Infinity) - widest - BESIDE));
  const lines = names.map((name) => {
    const values = valuesOn(
      time,
      rows.filter((row) => cellOf(row, of) === name),
      value,
      slotOf,
    );
    return { name, values, ...drawSparkline(values, cells, merge) };
  });
  const header = `${value} by ${time.unit}`;
  const drawn = lines.map(({ name, line, values }) => ({ [of]: name, [header]: line, ...extremes(values) }));
  const looks: TableLook = { [header]: { uncut: true, directionOf: CHANGE }, [CHANGE]: { decimals: 2, signed: true } };
  const { text } = layOutTable([of, header, 'lowest', 'highest', CHANGE], drawn, { looks, screen });
  const missing = lines.reduce((sum, { values }) => sum + values.filter((known) => known === null).length, 0);
  return `${text}${legend(time, lines[0]?.merged ?? 1, merge, missing)}\n`;
}

const CHANGE = 'changePercent';

function valuesOn(
  { slots }: Axis,
  rows: readonly object[],
  value: string,
  slotOf: Series['slotOf'],
): (number | null)[] {
  const known = new Map(rows.map((row) => [slotOf(row), cellOf(row, value)]));
  return slots.map((slot) => {
    const cell = known.get(slot);
    return typeof cell === 'number' ? cell : null;
  });
}

/** What a line shows in numbers; the change is that from its first value to its last. */
function extremes(values: readonly (number | null)[]) {
  const known = values.filter((value) => value !== null);
  const [first = null, last = null] = [known[0], known.at(-1)];
  if (first === null || last === null) return { lowest: null, highest: null, [CHANGE]: null };
  const [lowest, highest] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
  return { lowest, highest, [CHANGE]: first === 0 ? null : ((last - first) / first) * 100 };
}

function legend({ slots, unit }: Axis, merged: number, merge: Series['merge'], missing: number): string {
  return [
    `${slots[0]} to ${slots.at(-1)}, each line from its own lowest to its highest.`,
    ...(merged > 1 ? [`A block is ${merged} ${unit}s, the ${merge} of them.`] : []),
    ...(missing > 0
      ? [`${missing.toLocaleString('en-US')} ${unit}${missing === 1 ? ' has' : 's have'} no price (${GAP}).`]
      : []),
  ].join(' ');
}
