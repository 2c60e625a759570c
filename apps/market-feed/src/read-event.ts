import { isHttpRequest, readDueTime, shown } from '@tickerlake/lambda-app';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { EventError } from './errors.ts';

/** What set the function off. */
export type Trigger =
  | { readonly kind: 'schedule'; /** When it was due, milliseconds since 1970 UTC. */ readonly atMs: number }
  | { readonly kind: 'request'; readonly event: LambdaFunctionURLEvent };

/**
 * Tells a schedule's events from those of the function's URL.
 * @throws {EventError} for any other event, and for a scheduled one that does not say when it was due
 */
export function readEvent(event: unknown): Trigger {
  if (isHttpRequest(event)) return { kind: 'request', event };
  const due = readDueTime(event);
  if (due === undefined) {
    throw new EventError(
      `The event is ${shown(event)}, but must be a request of the function’s URL or a scheduled event, as in {"source":"aws.scheduler","time":"2026-11-20T15:01:00Z"}.`,
    );
  }
  if ('problem' in due) throw new EventError(`The event’s time ${due.problem}`);
  return { kind: 'schedule', atMs: due.value };
}
