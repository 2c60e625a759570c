/** The highest bar of a company's hour; a row per bar where several share that price. */
export interface HighestHourlyHighRow {
  readonly name: string;
  /** New York date, `YYYY-MM-DD`. */
  readonly date: string;
  /** New York hour, `00` to `23`. */
  readonly hour: string;
  readonly high: number;
  /** Start of the bar in exchange time, `2020-05-14 09:39:00-04:00`. */
  readonly ts: string;
}

/** A company's bars as columns: entry `i` of each belongs to one bar. */
export interface SeriesColumns {
  readonly name: string;
  /** Starts of the bars, milliseconds since 1970 UTC. */
  readonly ts: readonly number[];
  /** `null` where the record held no open; absent where nobody asked. */
  readonly open?: readonly (number | null)[];
  readonly high: readonly number[];
  readonly low: readonly number[];
  /** `null` where the record held no close. */
  readonly close: readonly (number | null)[];
  /** Shares traded; `null` where the record held none, absent where nobody asked. */
  readonly volume?: readonly (number | null)[];
}
