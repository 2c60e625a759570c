/** Base of every error that the log pipe throws. */
export class LogPipeError extends Error {
  override readonly name: string = 'LogPipeError';
  /** Whether the same invocation may succeed later. */
  readonly retriable: boolean = false;
}

/** The environment does not say, or says wrongly, what the function needs. */
export class ConfigError extends LogPipeError {
  override readonly name = 'ConfigError';

  constructor(issues: readonly string[]) {
    super(`The environment variables are wrong. ${issues.join(' ')}`);
  }
}

/** The event is not one of a mapping on a Kinesis stream, so there is no sequence number to answer with. */
export class NotAKinesisEventError extends LogPipeError {
  override readonly name = 'NotAKinesisEventError';

  constructor(event: unknown) {
    const came =
      typeof event === 'object' && event !== null
        ? `an object with keys ${Object.keys(event).join(', ') || '(none)'}`
        : typeof event;
    super(
      `Expected { Records: [{ kinesis: { sequenceNumber, data } }] }, but got ${came}. Invoke this function by an event source mapping on a Kinesis stream.`,
    );
  }
}
