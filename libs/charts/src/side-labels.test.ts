import { describe, expect, it } from 'vitest';
import { drawSideLabels, type SideLabel } from './side-labels.ts';

const PANEL = { panelWidth: 200, left: 60, right: 140, top: 40, bottom: 140 };
const at = (y: number, text: string, side: SideLabel['side'] = 'right'): SideLabel => ({
  x: side === 'left' ? PANEL.left : PANEL.right,
  side,
  y,
  lines: [['small', text]],
});
const drawn = (...labels: readonly SideLabel[]): string[] =>
  [...drawSideLabels(labels, PANEL).text.matchAll(/>([^<]+)</g)].map(([, text = '']) => text);

describe('labels beside a plot', () => {
  it('stay where they are when there is room', () => {
    expect(drawn(at(50, 'a'), at(80, 'b'), at(50, 'c', 'left'))).toEqual(['a', 'b', 'c']);
  });

  it('give way to those that came before them', () => {
    expect(drawn(at(80, 'last'), at(84, 'tick'), at(110, 'next'))).toEqual(['last', 'next']);
  });

  it('are left out where their side has no room for them, on either side', () => {
    expect(drawn(at(50, '1,234,567.89'), at(80, '1,234,567.89', 'left'))).toEqual([]);
  });

  it('keep to the height of the plot with all of their lines', () => {
    const { text } = drawSideLabels(
      [
        {
          ...at(139, 'price'),
          lines: [
            ['small', 'price'],
            ['tick', 'time'],
          ],
        },
      ],
      PANEL,
    );
    const baselines = [...text.matchAll(/ y="([\d.]+)"/g)].map(([, y]) => Number(y));
    expect(baselines).toEqual([127, 140]);
  });
});
