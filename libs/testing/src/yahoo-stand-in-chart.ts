/** A chart request's parameters, seconds since 1970 UTC. */
export interface ChartQuery {
  /** Upper case. */
  readonly symbol: string;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly interval: string;
  readonly includePrePost: boolean;
}

/** One result of Yahoo's v8 chart answer. */
export interface Chart {
  readonly meta: Readonly<Record<string, unknown>>;
  readonly timestamp?: readonly number[];
  readonly indicators: { readonly quote: readonly [Readonly<Record<string, (number | null)[]>>] };
}

type Cells = (number | null)[];

/** The same chart with each price column put through `change`. */
export function mapColumns(chart: Chart, change: (cells: Cells) => Cells): Chart {
  const columns = Object.entries(chart.indicators.quote[0]).map(([name, cells]): [string, Cells] => [
    name,
    change(cells),
  ]);
  return { ...chart, indicators: { quote: [Object.fromEntries(columns)] } };
}
