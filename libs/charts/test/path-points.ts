import type { Chart } from '../src/chart.ts';

type Point = readonly [x: number, y: number];

interface Transform {
  readonly dx: number;
  readonly dy: number;
  readonly scale: number;
}

/** The corners of a path of M, L, H, V and Z, absolute or relative. */
const cornersOf = (d: string): Point[] => {
  let [x, y] = [0, 0];
  const corners: Point[] = [];
  for (const [, command = '', rest = ''] of d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const numbers = (rest.match(/-?[\d.]+/g) ?? []).map(Number);
    const isRelative = command === command.toLowerCase();
    const [a = 0, b = 0] = numbers;
    if (command === 'z') continue;
    if (/[ml]/i.test(command)) [x, y] = isRelative ? [x + a, y + b] : [a, b];
    else if (/h/i.test(command)) x = isRelative ? x + a : a;
    else if (/v/i.test(command)) y = isRelative ? y + a : a;
    else throw new Error(`Unknown command ${command} in ${d}.`);
    corners.push([x, y]);
  }
  return corners;
};

const transformOf = (attributes: string, { dx, dy, scale }: Transform): Transform => {
  const [, x = 0, y = 0] = /translate\(([-\d.]+)[ ,]([-\d.]+)\)/.exec(attributes) ?? [];
  const [, factor = 1] = /scale\(([-\d.]+)\)/.exec(attributes) ?? [];
  return { dx: dx + Number(x) * scale, dy: dy + Number(y) * scale, scale: scale * Number(factor) };
};

/** The corners of all paths of a chart, or of those of a class, in coordinates of the picture. */
export function pathPoints({ svg }: Chart, className = ''): Point[] {
  const transforms: Transform[] = [{ dx: 0, dy: 0, scale: 1 }];
  return [...svg.matchAll(/<g\b([^>]*)>|<\/g\s*>|<path d="([^"]*)" class="([^"]*)"/g)].flatMap(
    ([whole, group, d = '', classes = '']) => {
      const transform = transforms.at(-1) ?? { dx: 0, dy: 0, scale: 1 };
      if (group !== undefined) transforms.push(transformOf(group, transform));
      else if (whole.startsWith('</g')) transforms.pop();
      else if (classes.endsWith(className)) {
        const { dx, dy, scale } = transform;
        return cornersOf(d).map(([x, y]): Point => [dx + x * scale, dy + y * scale]);
      }
      return [];
    },
  );
}
