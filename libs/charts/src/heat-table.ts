import {
  change,
  type Company,
  type CompanyHighs,
  DAY_MS,
  type DayHighs,
  type HourHigh,
  mediumDate,
  shortWeekday,
} from '@tickerlake/presentation';
import { type ColourEdges, colourEdges } from './heat-colours.ts';
import { type Prices, readPriceCompanies } from './read-prices.ts';

/** A row of cells: a day of a company. */
export interface HeatRow {
  /** Name of the company, or the date where there are several. */
  readonly label: string;
  readonly day: DayHighs;
  readonly decimals: number;
  readonly shareOf: (high: HourHigh) => number | undefined;
}

/** A company's rows. */
export interface HeatGroup {
  readonly name: string;
  readonly rows: readonly HeatRow[];
}

/** What a heat map shows. */
export interface HeatTable {
  readonly groups: readonly HeatGroup[];
  readonly hours: readonly string[];
  /** Whether each company has but the one row, which bears its name. */
  readonly isOneDay: boolean;
  readonly edges: ColourEdges;
  /** What the colours compare with. */
  readonly base: string;
}

type BaseOf = (highs: CompanyHighs, day: DayHighs) => number | undefined;

const meanOf = ({ days }: CompanyHighs): number => {
  const highs = days.flatMap(({ hours }) => hours.map(({ high }) => high));
  return highs.reduce((sum, high) => sum + high / highs.length, 0);
};

const openBase = (companies: readonly Company[]): BaseOf => {
  const companyOf = new Map(companies.map((company) => [company.name, company]));
  return ({ name }, { date }) => companyOf.get(name)?.days.get(Date.parse(`${date}T00:00:00Z`) / DAY_MS)?.open;
};

const finite = (share: number | undefined): number | undefined => (Number.isFinite(share) ? share : undefined);

/** @param prices where the first prices of the days are from; without them the base is the company's mean */
export function readHeatTable(highs: readonly CompanyHighs[], prices: Prices | undefined): HeatTable {
  const baseOf = prices ? openBase(readPriceCompanies(prices)) : meanOf;
  const dates = [...new Set(highs.flatMap(({ days }) => days.map(({ date }) => date)))];
  const isOneMonth = new Set(dates.map((date) => date.slice(0, 7))).size === 1;
  const isOneDay = dates.length === 1;
  const dateText = isOneMonth ? shortWeekday : mediumDate;
  const groups = highs.map((company): HeatGroup => {
    const { name, decimals, days } = company;
    const rows = days.map((day): HeatRow => {
      const base = baseOf(company, day);
      const shareOf = ({ high }: HourHigh): number | undefined => finite(change(high, base));
      return { label: isOneDay ? name : dateText(day.date), day, decimals, shareOf };
    });
    return { name, rows };
  });
  const cells = groups.flatMap(({ rows }) => rows.flatMap((row) => row.day.hours.map((hour) => ({ row, hour }))));
  return {
    groups,
    hours: [...new Set(cells.map(({ hour }) => hour.hour))].toSorted(),
    isOneDay,
    edges: colourEdges(cells.flatMap(({ row, hour }) => row.shareOf(hour) ?? [])),
    base: prices ? 'the day’s first price' : 'the company’s mean',
  };
}
