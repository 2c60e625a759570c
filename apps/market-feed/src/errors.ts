/** Base of every error of the feed, but for a `ConfigError` of its environment. */
class FeedError extends Error {
  override readonly name: string = 'FeedError';
}

/** The address to listen on is taken, not this machine's, or not allowed. */
export class ListenError extends FeedError {
  override readonly name = 'ListenError';

  constructor(host: string, port: number, cause: Error) {
    super(
      `Cannot listen on ${host}, port ${port}: ${cause.message}. Give another port or host with TICKERLAKE_FEED_PORT and TICKERLAKE_FEED_HOST; port 0 takes any that is free.`,
      { cause },
    );
  }
}

/** The function was invoked with something that is neither its schedule's nor its URL's. */
export class EventError extends FeedError {
  override readonly name = 'EventError';
}

/** The stream did not take all logs of a minute: the run fails, so that it is tried again. It then makes the same logs. */
export class LogsRejectedError extends FeedError {
  override readonly name = 'LogsRejectedError';

  constructor(facts: { made: number; delivered: number; from: string; to: string; reason: string }) {
    const { made, delivered, from, to, reason } = facts;
    super(`The stream took ${delivered} of the ${made} logs from ${from} to ${to}. ${reason}`);
  }
}
