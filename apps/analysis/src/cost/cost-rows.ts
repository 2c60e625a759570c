import type { TableLook } from '../terminal/table.ts';
import type { Estimate, PricedCharge } from './estimate.ts';
import { type Evidence, type Price, PRICES } from './price-table.ts';

/** One line of the table: the same charge with the stream in either mode; `null` where a mode has none. */
export interface CostRow {
  readonly component: string;
  readonly item: string;
  /** As people read it, marked where it is not `published`. */
  readonly price: string;
  readonly price_usd: number | null;
  readonly price_per: number | null;
  readonly unit: string;
  readonly provisioned: number | null;
  readonly provisioned_usd: number | null;
  readonly on_demand: number | null;
  readonly on_demand_usd: number | null;
  readonly evidence: Evidence | '';
  readonly source: string;
}

export const TABLE_COLUMNS = [
  'component',
  'item',
  'price',
  'unit',
  'provisioned',
  'provisioned_usd',
  'on_demand',
  'on_demand_usd',
] as const satisfies (keyof CostRow)[];

export const DATA_COLUMNS = [
  'component',
  'item',
  'price_usd',
  'price_per',
  'unit',
  'provisioned',
  'provisioned_usd',
  'on_demand',
  'on_demand_usd',
  'evidence',
  'source',
] as const satisfies (keyof CostRow)[];

export const COST_LOOKS = {
  provisioned: { grouped: true },
  provisioned_usd: { decimals: 2, grouped: true },
  on_demand: { grouped: true },
  on_demand_usd: { decimals: 2, grouped: true },
} as const satisfies TableLook;

/** What the total can be read without. */
export const COST_FIRST_TO_GO = ['price', 'provisioned', 'on_demand', 'unit'] as const satisfies (keyof CostRow)[];

/** What stands behind a price that is not `published`. */
export const MARKS = { published: '', 'second-hand': '*', unconfirmed: '?' } as const satisfies Record<
  Evidence,
  string
>;

const priceText = ({ usd, per, evidence }: Price): string => {
  const amount = `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 10 })}`;
  return `${amount}${per === 1 ? '' : ` / ${per.toLocaleString('en-US')}`}${MARKS[evidence]}`;
};

/** Quantities have more digits than anybody can vouch for: six are shown. */
const sixDigits = (quantity: number): number =>
  quantity >= 100_000 ? Math.round(quantity) : Number(quantity.toPrecision(6));

const keyOf = ({ component, item }: PricedCharge): string => `${component} ${item}`;

function rowOf(
  charge: PricedCharge,
  provisioned: PricedCharge | undefined,
  onDemand: PricedCharge | undefined,
): CostRow {
  const price: Price = PRICES[charge.price];
  return {
    component: charge.component,
    item: charge.item,
    price: priceText(price),
    price_usd: price.usd,
    price_per: price.per,
    unit: price.unit,
    provisioned: provisioned ? sixDigits(provisioned.quantity) : null,
    provisioned_usd: provisioned ? provisioned.cents / 100 : null,
    on_demand: onDemand ? sixDigits(onDemand.quantity) : null,
    on_demand_usd: onDemand ? onDemand.cents / 100 : null,
    evidence: price.evidence,
    source: price.source,
  };
}

const sumRow = (component: string, unit: string, provisionedUsd: number, onDemandUsd: number): CostRow => ({
  component,
  item: '',
  price: '',
  price_usd: null,
  price_per: null,
  unit,
  provisioned: null,
  provisioned_usd: provisionedUsd,
  on_demand: null,
  on_demand_usd: onDemandUsd,
  evidence: '',
  source: '',
});

/** Four decimals: with thousands of symbols, one costs cents. */
const share = (cents: number, symbols: number): number => Number((cents / 100 / symbols).toFixed(4));

/** The table: what differs by mode first, then what both have, the total, and a symbol's share of it. */
export function costRows({ workload, provisioned, onDemand }: Estimate): CostRow[] {
  const [left, right] = [provisioned, onDemand].map(
    ({ charges }) => new Map(charges.map((charge) => [keyOf(charge), charge])),
  );
  const distinct = new Map([...provisioned.charges, ...onDemand.charges].map((charge) => [keyOf(charge), charge]));
  const rows = [...distinct].map(([key, charge]) => rowOf(charge, left?.get(key), right?.get(key)));
  const { symbols } = workload.question;
  return [
    ...rows.filter(({ component }) => component === 'Kinesis'),
    ...rows.filter(({ component }) => component !== 'Kinesis'),
    sumRow('Total', 'a month', provisioned.totalCents / 100, onDemand.totalCents / 100),
    sumRow('Each symbol', 'a month', share(provisioned.totalCents, symbols), share(onDemand.totalCents, symbols)),
  ];
}
