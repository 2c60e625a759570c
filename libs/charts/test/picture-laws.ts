import { Resvg } from '@resvg/resvg-js';
import { parseHTML } from 'linkedom';
import { expect } from 'vitest';
import type { Chart } from '../src/chart.ts';
import { pathPoints } from './path-points.ts';
import { misplacedTexts } from './text-boxes.ts';

/** Coordinates are rounded to a tenth of a pixel. */
const ROUNDING = 0.15;

/** resvg reads XML strictly, and throws where it is not well-formed. */
const parseStrictly = (svg: string): unknown => new Resvg(svg, { font: { loadSystemFonts: false }, logLevel: 'off' });

const outsidePoints = (chart: Chart): (readonly [number, number])[] =>
  pathPoints(chart).filter(
    ([x, y]) => x < -ROUNDING || y < -ROUNDING || x > chart.width + ROUNDING || y > chart.height + ROUNDING,
  );

const namesIn = (texts: readonly string[]): Set<string> =>
  new Set(texts.flatMap((names) => names.split(' ')).filter((name) => name !== ''));

/** The names of classes and ids that elements have, and those that the style sheet knows. */
const namesOf = (svg: string): { id: string; used: Set<string>; painted: Set<string> } => {
  const { document } = parseHTML(`<!doctype html><body>${svg}`);
  const title = document.querySelector('svg > title')?.getAttribute('id') ?? '';
  const classes = [...document.querySelectorAll('svg, svg *')].map((element) => element.getAttribute('class') ?? '');
  const style = document.querySelector('style')?.textContent ?? '';
  const painted = new Set([...style.matchAll(/\.([\w-]+)\{/g)].map(([, name = '']) => name));
  return { id: title.replace(/-t$/, ''), used: namesIn(classes), painted };
};

/**
 * What holds for every chart whatever it shows: well-formed XML on one line that stands alone, every number a number,
 * no text on another, nothing outside the picture, every class painted, no paint unused, and no name without the
 * chart's prefix.
 */
export function expectGoodPicture(chart: Chart): void {
  const { svg } = chart;
  expect(svg).not.toMatch(/NaN|undefined|Infinity|\n|<script|href|url\(|\0/);
  expect(() => parseStrictly(svg)).not.toThrow();
  expect(misplacedTexts(chart)).toEqual([]);
  expect(outsidePoints(chart)).toEqual([]);
  const { id, used, painted } = namesOf(svg);
  expect([...used.symmetricDifference(painted)]).toEqual([]);
  expect([...used].filter((name) => !name.startsWith(`${id}-`))).toEqual([]);
  expect(svg).toContain(`role="img" aria-labelledby="${id}-t ${id}-d"`);
  expect(svg).toMatch(/<title id="[^"]+">[^<]+<\/title><desc id="[^"]+">[^<]+<\/desc>/);
}
