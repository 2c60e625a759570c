import type { PriceName } from './price-table.ts';

/** How the stream is paid. */
export type StreamMode = 'provisioned' | 'on-demand';

/** Something that is billed. */
export interface Charge {
  /** The service. */
  readonly component: string;
  /** What of it. */
  readonly item: string;
  readonly price: PriceName;
  /** In the price's unit. */
  readonly quantity: number;
}
