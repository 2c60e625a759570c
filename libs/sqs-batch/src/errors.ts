/** The queue refused a message for good, or as often as it was sent. */
export class MessageRefusedError extends Error {
  override readonly name = 'MessageRefusedError';
  /** Whether the same message may be taken later. */
  readonly retriable = true;
  /** The service's own code: `InternalFailure`, `InvalidMessageContents`, … */
  readonly code: string;

  constructor(code: string) {
    super(`The queue refused a message with ${code}`);
    this.code = code;
  }
}
