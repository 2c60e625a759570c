import { el, setAttribute, setText, svg } from './dom.ts';
import type { CurvePoint } from './flow-rate.ts';
import { formatAge, formatRate } from './labels.ts';
import { CURVE_HEIGHT, CURVE_WIDTH, drawSparkline } from './sparkline.ts';

/** Two small curves over the last two minutes: what comes in, and how fresh what goes out is. */
export interface Monitor {
  readonly element: HTMLElement;
  update(incoming: readonly CurvePoint[], lag: readonly CurvePoint[]): void;
}

interface Curve {
  readonly element: HTMLElement;
  update(points: readonly CurvePoint[]): void;
}

const createCurve = (label: string, description: string, format: (value: number | undefined) => string): Curve => {
  const [area, line] = [svg('path', { class: 'area' }), svg('path', { class: 'line' })];
  const [value, peak] = [el('b', {}, '–'), el('span', { class: 'peak' }, '')];
  const box = { viewBox: `0 -4 ${CURVE_WIDTH} ${CURVE_HEIGHT + 4}`, preserveAspectRatio: 'none' };
  const drawing = svg('svg', { ...box, role: 'img', 'aria-label': description }, area, line);
  const element = el('div', { class: 'curve' }, el('p', {}, el('span', {}, label), ' ', value, ' ', peak), drawing);
  return {
    element,
    update(points) {
      const drawn = drawSparkline(points);
      setAttribute(line, 'd', drawn.line);
      setAttribute(area, 'd', drawn.area);
      const newest = points.at(-1)?.value;
      setText(value, format(newest));
      setText(peak, drawn.peak > 0 ? `peak ${format(drawn.peak)}` : '');
    },
  };
};

export function createMonitor(title: string): Monitor {
  const incoming = createCurve('in', `${title}: incoming per second over the last two minutes`, (value) =>
    value === undefined ? '–' : `${formatRate(value)}/s`,
  );
  const lag = createCurve('lag', `${title}: age of the oldest that waits over the last two minutes`, (value) =>
    formatAge(value === undefined ? undefined : value * 1000),
  );
  const caption = el('figcaption', {}, `${title}, last two minutes`);
  return {
    element: el('figure', { class: 'monitor' }, caption, incoming.element, lag.element),
    update(incomingPoints, lagPoints) {
      incoming.update(incomingPoints);
      lag.update(lagPoints);
    },
  };
}
