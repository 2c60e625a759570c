/** What becomes of an asynchronous invocation that fails. */
export interface AsyncSettings {
  /** Tries after the first, 0 to 2. */
  readonly retries: number;
  /** How long an event waits for room at most, milliseconds. */
  readonly maxAgeMs: number;
  /** Told of an event that was given up. */
  readonly onFailure?: ((failure: AsyncFailure) => Promise<void>) | undefined;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
export const ASYNC_DEFAULTS: AsyncSettings = { retries: 2, maxAgeMs: 6 * 3_600_000 };

/** An event that was given up, as a destination is told. @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export interface AsyncFailure {
  readonly requestId: string;
  readonly nowMs: number;
  readonly facts: object;
}
