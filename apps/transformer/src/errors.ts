import { eventShape } from '@tickerlake/lambda-app';

/** The event is not a Firehose transformation event, so there is no record id to answer. */
export class NotATransformationEventError extends Error {
  override readonly name = 'NotATransformationEventError';
  readonly retriable = false;

  constructor(event: unknown) {
    super(
      `Expected a Firehose transformation event, { records: [{ recordId, data }] }, but got ${eventShape(event)}. Invoke this function from a delivery stream.`,
    );
  }
}
