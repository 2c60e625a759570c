import { describe, expect, it } from 'vitest';
import { drawSideLabels, placeSideLabels, ruledPrices, type SideLabel } from './side-labels.ts';

const PANEL = { panelWidth: 200, left: 60, right: 140, top: 40, bottom: 140 };
const at = (y: number, text: string, side: SideLabel['side'] = 'right'): SideLabel => ({
  x: side === 'left' ? PANEL.left : PANEL.right,
  side,
  y,
  lines: [['small', text]],
});
const draw = (...labels: readonly SideLabel[]): string => drawSideLabels(placeSideLabels(labels, PANEL), PANEL).text;
const drawn = (...labels: readonly SideLabel[]): string[] =>
  [...draw(...labels).matchAll(/>([^<]+)</g)].map(([, text = '']) => text);

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

  it('hide the lines of the plot where they stand on it', () => {
    const onPlot = (x: number): boolean => draw({ ...at(80, 'a'), x }).includes('onPlot');
    expect([onPlot(PANEL.right), onPlot(100)]).toEqual([false, true]);
  });

  it('keep to the height of the plot with all of their lines', () => {
    const text = draw({
      ...at(139, 'price'),
      lines: [
        ['small', 'price'],
        ['tick', 'time'],
      ],
    });
    const baselines = [...text.matchAll(/ y="([\d.]+)"/g)].map(([, y]) => Number(y));
    expect(baselines).toEqual([127, 140]);
  });
});

describe('the lines of prices', () => {
  const tick = (y: number, text: string): SideLabel => ({ ...at(y, text), lines: [['tick', text]] });
  const prices = [
    { price: 10, label: '10' },
    { price: 20, label: '20' },
    { price: 30, label: '30' },
  ];
  const ruledBeside = (lastY: number, count: number): string[] => {
    const shown = prices.slice(0, count);
    const ticks = shown.map(({ price, label }) => tick(150 - price * 3, label));
    return ruledPrices(shown, placeSideLabels([at(lastY, 'last'), ...ticks], PANEL)).map(({ label }) => label);
  };

  it('are all there where two labels tell their steps, though one gave way', () => {
    expect(ruledBeside(90, 3)).toEqual(['10', '20', '30']);
  });

  it('are those alone with a label where no steps can be told', () => {
    expect(ruledBeside(90, 2)).toEqual(['10']);
    expect(ruledBeside(120, 1)).toEqual([]);
  });
});
