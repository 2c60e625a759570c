const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
/** Of a series that does not move. */
const LEVEL = '▄';
/** Where a series has no value. */
export const GAP = '·';

/** Which value stands for several where there is no room for each. */
export type Merge = 'highest' | 'last';

export interface Sparkline {
  readonly line: string;
  /** Values in a row that one block stands for; 1 where there is room for all. */
  readonly merged: number;
}

/** One block a value, from the lowest of them to the highest; a value that is missing is a gap, never a bridge. */
export function drawSparkline(values: readonly (number | null)[], cells: number, merge: Merge): Sparkline {
  const merged = Math.max(1, Math.ceil(values.length / cells));
  const points = mergeBy(values, merged, merge);
  const known = points.filter((value) => value !== null);
  const [lowest, highest] = [least(known), most(known)];
  const line = points.map((value) => (value === null ? GAP : blockOf(value, lowest, highest))).join('');
  return { line, merged };
}

function blockOf(value: number, lowest: number, highest: number): string {
  if (highest === lowest) return LEVEL;
  const level = Math.round(((value - lowest) / (highest - lowest)) * (BLOCKS.length - 1));
  return BLOCKS[level] ?? LEVEL;
}

function mergeBy(values: readonly (number | null)[], size: number, merge: Merge): (number | null)[] {
  const points: (number | null)[] = [];
  for (let start = 0; start < values.length; start += size) {
    const known = values.slice(start, start + size).filter((value) => value !== null);
    points.push((merge === 'last' ? known.at(-1) : known.length > 0 ? most(known) : undefined) ?? null);
  }
  return points;
}

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
