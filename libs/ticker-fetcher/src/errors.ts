import type { BarFailureReason } from '@tickerlake/record-schema';

/** Base of every error that this package throws. */
export class TickerFetcherError extends Error {
  override readonly name: string = 'TickerFetcherError';
}

/** An option of the source is wrong; nothing was asked of Yahoo. */
export class OptionsError extends TickerFetcherError {
  override readonly name = 'OptionsError';
  /** The option at fault. */
  readonly option: string;

  constructor(option: string, message: string) {
    super(message);
    this.option = option;
  }
}

/** A request is wrong in itself, whatever its symbols do; nothing was asked of Yahoo. */
export class RequestError extends TickerFetcherError {
  override readonly name = 'RequestError';
  /** The field at fault. */
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** One window of one symbol could not be had. Never leaves the package: it becomes a failure in the result. */
export class ChartError extends TickerFetcherError {
  override readonly name: string = 'ChartError';
  readonly reason: BarFailureReason;
  /** Whether the same question may be answered later. */
  readonly retriable: boolean;
  /** How long the server asked us to wait, milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    reason: BarFailureReason,
    message: string,
    facts: { retriable: boolean; retryAfterMs?: number | undefined; cause?: unknown },
  ) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.reason = reason;
    this.retriable = facts.retriable;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** Yahoo does not have the symbol. Its words are the same for a typing error and for a listing that is gone. */
export class UnknownSymbolError extends ChartError {
  override readonly name = 'UnknownSymbolError';
  constructor(message: string) {
    super('unknown-symbol', message, { retriable: false });
  }
}

/** Yahoo keeps only the shell of a listing that is gone. */
export class DelistedError extends ChartError {
  override readonly name = 'DelistedError';
  constructor(message: string) {
    super('delisted', message, { retriable: false });
  }
}

/** Yahoo has the symbol, but not in this range at this interval. */
export class RangeNotAvailableError extends ChartError {
  override readonly name = 'RangeNotAvailableError';
  /** Days back from now that Yahoo says it serves, where it said so. */
  readonly servedDays: number | undefined;

  constructor(message: string, servedDays?: number) {
    super('range-not-available', message, { retriable: false });
    this.servedDays = servedDays;
  }
}

/** Yahoo wants fewer requests. */
export class RateLimitedError extends ChartError {
  override readonly name = 'RateLimitedError';
  constructor(message: string, retryAfterMs?: number) {
    super('rate-limited', message, { retriable: true, retryAfterMs });
  }
}

/** The source is silent for longer than a request is willing to wait, because Yahoo asked for it. */
export class PausedError extends ChartError {
  override readonly name = 'PausedError';
  constructor(untilMs: number) {
    super('rate-limited', `Yahoo asked for silence until ${new Date(untilMs).toISOString()}: nothing is sent before.`, {
      retriable: true,
    });
  }
}

/** An answer came that holds no chart. */
export class BadResponseError extends ChartError {
  override readonly name = 'BadResponseError';
  constructor(message: string, facts: { retriable: boolean; retryAfterMs?: number | undefined; cause?: unknown }) {
    super('bad-response', message, facts);
  }
}

/** No answer came, or it broke off. */
export class NetworkError extends ChartError {
  override readonly name = 'NetworkError';
  constructor(host: string, cause: unknown) {
    super('network', `${host} could not be reached or broke the connection: ${describeCause(cause)}`, {
      retriable: true,
      cause,
    });
  }
}

/** No answer came in time. */
export class TimeoutError extends ChartError {
  override readonly name = 'TimeoutError';
  constructor(timeoutMs: number) {
    super('timeout', `No answer within ${timeoutMs} ms.`, { retriable: true });
  }
}

/** The caller's signal stopped the work. */
export class AbortedError extends ChartError {
  override readonly name = 'AbortedError';
  constructor() {
    super('aborted', 'The request was aborted by its caller before an answer came.', { retriable: true });
  }
}

/** `fetch` hides why it failed in its error's cause (`ECONNRESET`, `ENOTFOUND`). */
function describeCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
