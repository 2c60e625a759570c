/** What is used of Lambda's context. */
export interface InvocationContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Makes a signal that aborts after a time, in milliseconds. */
export type Deadline = (afterMs: number) => AbortSignal;

/** By the machine's clock. */
export const deadline: Deadline = (afterMs) => AbortSignal.timeout(afterMs);

/** Work stops this long before a function's time is over, so that the answer can tell what is done from what is not. */
export const ANSWER_RESERVE_MS = 1_000;

/**
 * Milliseconds that work may take; none where too few are left.
 *
 * @param remainingMs Time until the invocation is cut off.
 * @param reserveMs How long before that the work has to stop.
 */
export const workMs = (remainingMs: number, reserveMs: number = ANSWER_RESERVE_MS): number =>
  Math.max(0, remainingMs - reserveMs);
