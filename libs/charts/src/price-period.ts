import { type Company, dateOf, periodText } from '@tickerlake/presentation';
import type { ChartOptions } from './chart-options.ts';

/** The New York dates on which companies have bars. */
export interface PricePeriod {
  /** Day numbers, ascending. */
  readonly days: readonly number[];
  readonly isOneDay: boolean;
  /** `Friday, 20 November 2026` or `16–20 November 2026`; empty without days. */
  readonly text: string;
}

/** The days of some companies together. */
export function periodOf(companies: readonly Company[]): PricePeriod {
  const days = [...new Set(companies.flatMap((company) => [...company.days.keys()]))].toSorted((a, b) => a - b);
  const [first, last] = [days[0], days.at(-1)];
  const text = first === undefined || last === undefined ? '' : periodText(dateOf(first), dateOf(last));
  return { days, isOneDay: days.length <= 1, text };
}

/** A chart of prices says of which days they are and whose clock it reads, unless it is told another subtitle. */
export const withPeriod = <Options extends ChartOptions>(options: Options, { text }: PricePeriod): Options => ({
  ...options,
  subtitle: options.subtitle ?? (text && `${text}, New York time`),
});
