import { eventShape } from '@tickerlake/lambda-app';

/** The event is not one of a mapping on a Kinesis stream, so there is no sequence number to answer with. */
export class NotAKinesisEventError extends Error {
  override readonly name = 'NotAKinesisEventError';
  readonly retriable = false;

  constructor(event: unknown) {
    super(
      `Expected { Records: [{ kinesis: { sequenceNumber, data } }] }, but got ${eventShape(event)}. Invoke this function by an event source mapping on a Kinesis stream.`,
    );
  }
}
