import { createWallClock, formatCount, formatPrice } from '@tickerlake/presentation';

const toWall = createWallClock();
const NEAR_ZERO = 0.05;

/** A rate per second: a decimal where there is little, none where there is much. */
export const formatRate = (perSecond: number | undefined): string =>
  perSecond === undefined
    ? '–'
    : perSecond > 0 && perSecond < NEAR_ZERO
      ? '<0.1'
      : formatPrice(perSecond, perSecond < 100 ? 1 : 0);

/** A span of real time in its largest fitting unit: `0.4 s`, `12 s`, `3 min`, `2 h`, `4 d`. */
export function formatAge(ms: number | undefined): string {
  if (ms === undefined) return '–';
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.floor(seconds)} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${formatCount(Math.floor(seconds / 86_400))} d`;
}

/** `10:47:05`, New York. */
export const clockOf = (epochMs: number): string => new Date(toWall(epochMs)).toISOString().slice(11, 19);
/** `10:47`, New York. */
export const minuteOf = (epochMs: number): string => clockOf(epochMs).slice(0, 5);
/** `2026-11-20`, New York. */
export const dateOfInstant = (epochMs: number): string => new Date(toWall(epochMs)).toISOString().slice(0, 10);

/** The last decimal in which a rate moves: yen have two fewer than the others. */
const decimalsOf = (pair: string): number => (pair.endsWith('JPY') ? 3 : 5);

/** `1.15812`; `156.402` of yen. */
export const formatExchangeRate = (pair: string, rate: number): string => formatPrice(rate, decimalsOf(pair));

/** The spread in pips, of which a rate's last decimal is a tenth. */
export const spreadInPips = (pair: string, bid: number, ask: number): string =>
  formatPrice((ask - bid) * 10 ** (decimalsOf(pair) - 1), 1);

/** `EURUSD` as `EUR/USD`. */
export const pairName = (pair: string): string => (pair.length === 6 ? `${pair.slice(0, 3)}/${pair.slice(3)}` : pair);

/** A direction that colour alone does not tell. */
export interface Direction {
  readonly sign: '▲' | '▼' | '◆';
  readonly word: 'up' | 'down' | 'unchanged';
}

export const directionOf = (value: number): Direction =>
  value > 0 ? { sign: '▲', word: 'up' } : value < 0 ? { sign: '▼', word: 'down' } : { sign: '◆', word: 'unchanged' };

/** Scores nearer to zero than this say nothing either way. */
const INDIFFERENT = 0.15;

/** A score of a story in words: `▲ good (+0.62)`. */
export function tellSentiment(score: number): Direction & { readonly text: string } {
  const direction = directionOf(Math.abs(score) < INDIFFERENT ? 0 : score);
  const word = { up: 'good', down: 'bad', unchanged: 'neutral' }[direction.word];
  const digits = formatPrice(score, 2);
  return { ...direction, text: `${word} ${score > 0 ? `+${digits}` : digits}` };
}

const SHORT_HEX = 12;

/** The first digits of `sha256:3f2a…`, enough to compare by eye. */
export const shortChecksum = (checksum: string): string => checksum.replace(/^sha256:/, '').slice(0, SHORT_HEX);

/** A key whose file name is long, shortened in it: `quotes/dt=2026-11-20/hour=10/3f2a9c0d…parquet`. */
export const shortKey = (key: string): string => key.replace(/([^/]{8})[^/]{8,}(\.[a-z]+)$/, '$1…$2');
