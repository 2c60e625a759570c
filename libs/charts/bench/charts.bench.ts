import { candlesticks, heatMap, priceRanges, timeSeries } from '@tickerlake/charts';
import { type Bench, type BenchResult, bestRates, hourlyHighs, makeSeries } from '@tickerlake/testing';

const names = Array.from({ length: 50 }, (_, i) => `NAME${i}`);
const minutes = makeSeries({ names });
const week = makeSeries({ names: names.slice(0, 1), from: '2026-11-16', to: '2026-11-20' });
const highs = hourlyHighs(minutes);

/** Bars of fifty companies on one day. */
const BARS = names.length * 390;
/** What a notebook or a page can carry without thinking of it. */
const MOST_BYTES = 160_000;
/** A chart of a day is drawn before anybody notices that it was not there. */
const LEAST_BARS_PER_SECOND = 50_000;

const speed = (name: string, value: number): BenchResult => ({
  name: `${name}, drawn`,
  value: Math.round(value),
  unit: 'bars/s',
  peer: 'at least',
  peerValue: LEAST_BARS_PER_SECOND,
});

const weight = (name: string, svg: string): BenchResult => ({
  name: `${name}, SVG`,
  value: svg.length,
  unit: 'bytes',
  peer: 'at most',
  peerValue: MOST_BYTES,
});

/** How fast charts are drawn and how much they weigh: fifty companies by the minute, the most that is meant to be read. */
export const bench: Bench = () => {
  const charts = [
    { name: 'time series of fifty companies', draw: () => timeSeries(minutes), bars: BARS },
    { name: 'candlesticks of fifty companies', draw: () => candlesticks(minutes), bars: BARS },
    { name: 'candlesticks of a week', draw: () => candlesticks(week), bars: 5 * 390 },
    { name: 'price ranges of fifty companies', draw: () => priceRanges(minutes), bars: BARS },
    { name: 'heat map of fifty companies', draw: () => heatMap(highs, { prices: minutes }), bars: BARS },
  ];
  const rates = bestRates(charts.map(({ draw, bars }) => ({ count: bars, run: draw })));
  return charts.flatMap(({ name, draw }, i) => [speed(name, rates[i] ?? 0), weight(name, draw().svg)]);
};
