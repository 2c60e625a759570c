/** The event is not a Firehose transformation event, so there is no record id to answer. */
export class NotATransformationEventError extends Error {
  override readonly name = 'NotATransformationEventError';
  readonly retriable = false;

  constructor(event: unknown) {
    const came =
      typeof event === 'object' && event !== null
        ? `an object with keys ${Object.keys(event).join(', ') || '(none)'}`
        : typeof event;
    super(
      `Expected a Firehose transformation event, { records: [{ recordId, data }] }, but got ${came}. Invoke this function from a delivery stream.`,
    );
  }
}
