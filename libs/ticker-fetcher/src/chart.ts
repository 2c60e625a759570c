import { BadResponseError } from './errors.ts';

/** What of Yahoo's chart the bars are made of. */
export interface Chart {
  readonly meta: ChartMeta;
  /** Starts of the rows, seconds since 1970 UTC, in Yahoo's order; `NaN` where a row has none, for it has cells. */
  readonly stamps: readonly number[];
  readonly columns: Readonly<Record<'open' | 'high' | 'low' | 'close' | 'volume', readonly (number | null)[]>>;
}

export interface ChartMeta {
  readonly exchangeName: string | undefined;
  /** `EQUITY`, `ETF`, `CURRENCY`, `CRYPTOCURRENCY`, `FUTURE`, `INDEX`, … */
  readonly instrumentType: string | undefined;
  /** IANA name of the exchange's time zone. */
  readonly timeZone: string | undefined;
  readonly hasPrePostMarket: boolean | undefined;
  /** The interval that the rows really have. */
  readonly granularity: string | undefined;
  /** The exchange's regular hours inside the window, milliseconds since 1970 UTC, where Yahoo sent them. */
  readonly regularHours: readonly { readonly startMs: number; readonly endMs: number }[] | undefined;
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** An instant of Yahoo's: seconds, or a `Date` where yahoo-finance2 has made one of them. */
const instantMs = (value: unknown): number => (value instanceof Date ? value.getTime() : Number(value) * 1000);

/** `tradingPeriods` is a list of days when pre- and post-market are left out, else an object of three such lists. */
function readRegularHours(periods: unknown): ChartMeta['regularHours'] {
  const days = isFields(periods) && !Array.isArray(periods) ? periods['regular'] : periods;
  const hours = listOf(days)
    .flatMap((day) => listOf(day))
    .filter(isFields)
    .map(({ start, end }) => ({ startMs: instantMs(start), endMs: instantMs(end) }));
  return hours.length > 0 ? hours : undefined;
}

function readMeta(meta: Fields): ChartMeta {
  const hasPrePost = meta['hasPrePostMarketData'];
  return {
    exchangeName: text(meta['exchangeName']),
    instrumentType: text(meta['instrumentType']),
    timeZone: text(meta['exchangeTimezoneName']),
    hasPrePostMarket: typeof hasPrePost === 'boolean' ? hasPrePost : undefined,
    granularity: text(meta['dataGranularity']),
    regularHours: readRegularHours(meta['tradingPeriods']),
  };
}

const readColumn = (column: unknown): (number | null)[] =>
  listOf(column).map((cell) => (typeof cell === 'number' && Number.isFinite(cell) ? cell : null));

/**
 * Reads a chart result, trusting nothing in it: a column may be missing, shorter than the others or full of nulls.
 *
 * @throws {BadResponseError} when it is no chart result at all
 */
export function readChart(result: unknown): Chart {
  if (!isFields(result) || !isFields(result['meta']) || !isFields(result['indicators'])) {
    throw new BadResponseError('Yahoo answered with JSON that holds no chart.', { retriable: false });
  }
  const quote = listOf(result['indicators']['quote'])[0];
  const columns = isFields(quote) ? quote : {};
  return {
    meta: readMeta(result['meta']),
    stamps: listOf(result['timestamp']).map((stamp) => (typeof stamp === 'number' ? stamp : Number.NaN)),
    columns: {
      open: readColumn(columns['open']),
      high: readColumn(columns['high']),
      low: readColumn(columns['low']),
      close: readColumn(columns['close']),
      volume: readColumn(columns['volume']),
    },
  };
}
