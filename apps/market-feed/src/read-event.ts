import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { EventError } from './errors.ts';

/** What set the function off. */
export type Trigger =
  | { readonly kind: 'schedule'; /** When it was due, milliseconds since 1970 UTC. */ readonly atMs: number }
  | { readonly kind: 'request'; readonly event: LambdaFunctionURLEvent };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads */
const isRequest = (event: object): event is LambdaFunctionURLEvent =>
  'version' in event && event.version === '2.0' && 'requestContext' in event && 'rawPath' in event;

/** EventBridge Scheduler says `aws.scheduler`, EventBridge rules say `aws.events`. */
const isSchedule = ({ source }: Readonly<Record<string, unknown>>): boolean =>
  source === 'aws.scheduler' || source === 'aws.events';

/** An instant as schedules write it, in UTC. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z$/;
const MAX_SHOWN_CHARS = 80;
const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, MAX_SHOWN_CHARS) ?? String(value);

/**
 * Tells a schedule's events from those of the function's URL.
 * @throws {EventError} for any other event, and for a scheduled one that does not say when it was due
 */
export function readEvent(event: unknown): Trigger {
  if (isObject(event) && isRequest(event)) return { kind: 'request', event };
  if (!isObject(event) || !isSchedule(event)) {
    throw new EventError(
      `The event is ${shown(event)}, but must be a request of the function’s URL or a scheduled event, as in {"source":"aws.scheduler","time":"2026-11-20T15:01:00Z"}.`,
    );
  }
  const { time } = event;
  const atMs = typeof time === 'string' && INSTANT.test(time) ? Date.parse(time) : Number.NaN;
  if (!Number.isNaN(atMs)) return { kind: 'schedule', atMs };
  throw new EventError(
    `The event’s time is ${shown(time)}, but a scheduled event says when it was due, as in 2026-11-20T15:01:00Z.`,
  );
}
