/** Every error of this package, so that one `instanceof` catches them all. They are `RangeError`s: an argument lies outside what has a meaning. */
export class MarketCalendarError extends RangeError {
  override readonly name: string = 'MarketCalendarError';
}

/** A text that is not a calendar date written `YYYY-MM-DD`. */
export class InvalidDateError extends MarketCalendarError {
  override readonly name = 'InvalidDateError';
  /** What came. */
  readonly date: string;

  constructor(date: string) {
    super(`"${date}" is not a date: write an existing day as YYYY-MM-DD, such as 2024-02-29`);
    this.date = date;
  }
}

/** A number that is no instant, or one that New York time as it is kept here does not reach. */
export class InvalidInstantError extends MarketCalendarError {
  override readonly name = 'InvalidInstantError';
  /** What came, milliseconds since 1970 UTC. */
  readonly epochMs: number;

  constructor(epochMs: number) {
    super(
      `${String(epochMs)} is not an instant with a New York time: give milliseconds since 1970 UTC, from 1883-11-18T17:00Z (when standard time began) to the end of year 9999`,
    );
    this.epochMs = epochMs;
  }
}

/** A date outside the years that the calendar of sessions knows. */
export class OutsideCalendarError extends MarketCalendarError {
  override readonly name = 'OutsideCalendarError';
  /** What was asked for, `YYYY-MM-DD`. */
  readonly date: string;
  /** The first date that the calendar knows, `YYYY-MM-DD`. */
  readonly first: string;
  /** The last date that the calendar knows, `YYYY-MM-DD`. */
  readonly last: string;

  constructor(date: string, first: string, last: string) {
    super(`No sessions are known for ${date}: the calendar reaches from ${first} to ${last}`);
    this.date = date;
    this.first = first;
    this.last = last;
  }
}
