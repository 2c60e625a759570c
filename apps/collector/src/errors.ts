import { type Issue, issueText } from '@tickerlake/lambda-app';

/** Base of every error that the collector throws, but for a `ConfigError` of its environment. */
export class CollectorError extends Error {
  override readonly name: string = 'CollectorError';
  /** Whether the same invocation may succeed later. */
  readonly retriable: boolean = false;
}

/** The event asks for something that cannot be collected, or is not understood. Over HTTP it is answered with 400. */
export class RequestError extends CollectorError {
  override readonly name: string = 'RequestError';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(`The request is wrong. ${issueText(issues)}`);
    this.issues = issues;
  }
}

/** The request is well formed but asks for more bars than one call can collect. Over HTTP it is answered with 422. */
export class RequestTooLargeError extends RequestError {
  override readonly name = 'RequestTooLargeError';
}

/** A scheduled run lost records or could collect nothing: it fails, so that alarms see it and Lambda runs it again. */
export class CollectionFailedError extends CollectorError {
  override readonly name = 'CollectionFailedError';
  override readonly retriable = true;
}
