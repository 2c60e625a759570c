import { type MadeUpSeries, makeSeries } from '@tickerlake/testing';

/** What the pictures say below: nobody shall take them for prices of real companies. */
export const SIMULATED = 'Simulated market (seed 1): not real prices';

export const ten = ['AAPL', 'AMZN', 'BRK-B', 'GOOGL', 'JPM', 'META', 'MSFT', 'NVDA', 'TSLA', 'XOM'];

/** Ten symbols and forty more, some of them as long as they come. */
export const fifty = [
  ...ten,
  ...'ABBV ABT ACN ADBE AMD AVGO BAC BMY C CMCSA COST CRM CSCO CVX DIS GE HD IBM INTC JNJ KO LLY MA MCD'.split(' '),
  ...'MRK NFLX NKE ORCL PEP PFE PG T TMO UNH V VZ WFC'.split(' '),
  'EURUSD=X',
  'Berkshire Hathaway Inc. Class A',
  '005930.KS',
];

/** Minutes of Friday, 20 November 2026. */
export const oneDay = (names: readonly string[]): MadeUpSeries[] => makeSeries({ names, barMs: 300_000 });

/** A Wednesday, Thanksgiving's half day and a Monday: the night, the holiday and the weekend leave no gap. */
export const threeDays = (names: readonly string[]): MadeUpSeries[] =>
  makeSeries({ names, from: '2026-11-25', to: '2026-11-30', barMs: 900_000 });
