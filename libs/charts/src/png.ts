import type { Chart } from './chart.ts';

/** Draws a chart as a PNG. */
export function toPng(_chart: Chart): Uint8Array {
  throw new Error('not drawn yet');
}
