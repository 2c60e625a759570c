/**
 * Waits; rejects when the signal is aborted.
 * @inline
 */
export type Sleep = (ms: number, signal: AbortSignal | undefined) => Promise<void>;

/** How often a request is sent, on top of what the SDK does by itself, and the pauses between: full jitter below a bound that doubles. */
export const MAX_ATTEMPTS = 5;
const RETRY_FIRST_MS = 200;
const RETRY_SLOWEST_MS = 5000;

/** Athena's own name for "too many", and those that AWS services have for the same. */
const THROTTLES = new Set(
  'TooManyRequestsException ThrottlingException Throttling RequestLimitExceeded SlowDown'.split(' '),
);

/** Credentials that have run out: their provider brings new ones. */
const EXPIRED = new Set(['ExpiredTokenException', 'ExpiredToken', 'RequestExpired']);

/** The answer did not come; whether the request got there nobody knows. */
const CONNECTION_FAULTS = new Set(
  (
    'ECONNRESET ECONNREFUSED ECONNABORTED EPIPE ETIMEDOUT ENOTFOUND EAI_AGAIN ENETUNREACH EHOSTUNREACH ' +
    'ERR_STREAM_PREMATURE_CLOSE UND_ERR_SOCKET TimeoutError'
  ).split(' '),
);

/** What the SDK's errors carry. */
interface Facts {
  readonly name: string;
  readonly code: string;
  readonly status: number;
  readonly attempts: number;
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

function factsOf(error: unknown): Facts {
  const metadata = member(error, '$metadata');
  return {
    name: String(member(error, 'name')),
    code: String(member(error, 'code')),
    status: Number(member(metadata, 'httpStatusCode') ?? 0),
    attempts: Number(member(metadata, 'attempts') ?? 1),
  };
}

/** What is refused without anything being done, and taken a little later. */
const isRefusal = ({ name, status }: Facts): boolean => THROTTLES.has(name) || EXPIRED.has(name) || status === 429;

/** Whether the same request may succeed a little later. */
export function isTransient(error: unknown): boolean {
  const facts = factsOf(error);
  const { name, code, status } = facts;
  return isRefusal(facts) || status >= 500 || CONNECTION_FAULTS.has(code) || CONNECTION_FAULTS.has(name);
}

/** Whether a request that ended so may have done its work: its answer, or that of the SDK's earlier attempt, was lost. */
export function mayHaveWorked(error: unknown): boolean {
  const facts = factsOf(error);
  return isTransient(error) && (!isRefusal(facts) || facts.attempts > 1);
}

/** How to wait between attempts. */
export interface RetryPolicy {
  readonly sleep: Sleep;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
}

/** The pause after so many failures, milliseconds. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
export const pauseAfter = (failures: number, random: () => number): number =>
  random() * Math.min(RETRY_FIRST_MS * 2 ** (failures - 1), RETRY_SLOWEST_MS);

/**
 * Sends a request again while it fails in a way that passes.
 * @param signalAfter the signal that may end the pause after such a failure; it is asked each time.
 * @throws the last failure, or the reason of the signal.
 */
export async function retried<Answer>(
  { sleep, random }: RetryPolicy,
  send: () => Promise<Answer>,
  signalAfter: (error: unknown) => AbortSignal | undefined,
): Promise<Answer> {
  for (let failures = 1; ; failures++) {
    try {
      return await send();
    } catch (error) {
      const signal = signalAfter(error);
      signal?.throwIfAborted();
      if (failures === MAX_ATTEMPTS || !isTransient(error)) throw error;
      await sleep(pauseAfter(failures, random), signal);
    }
  }
}
