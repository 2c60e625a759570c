import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { shown } from './shown.ts';
import type { Reading } from './variable-kind.ts';

/**
 * Whether an event is a request over HTTP, of an HTTP API or of a function URL: both have payload 2.0.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
 */
export const isHttpRequest = (event: unknown): event is APIGatewayProxyEventV2 =>
  typeof event === 'object' &&
  event !== null &&
  'version' in event &&
  event.version === '2.0' &&
  'requestContext' in event &&
  'rawPath' in event;

/** EventBridge Scheduler says `aws.scheduler`, EventBridge rules say `aws.events`. */
const isScheduled = (event: unknown): event is { readonly source: string; readonly time?: unknown } =>
  typeof event === 'object' &&
  event !== null &&
  'source' in event &&
  (event.source === 'aws.scheduler' || event.source === 'aws.events');

/** An instant with its zone; schedules write UTC. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * When a scheduled event was due, milliseconds since 1970 UTC, or what is wrong with its time; `undefined` for an event
 * that no schedule sent.
 */
export function readDueTime(event: unknown): Reading<number> | undefined {
  if (!isScheduled(event)) return undefined;
  const { time } = event;
  const dueMs = typeof time === 'string' && INSTANT.test(time) ? Date.parse(time) : Number.NaN;
  if (!Number.isNaN(dueMs)) return { value: dueMs };
  return { problem: `is ${shown(time)}, but a scheduled event says when it was due, as in 2026-11-20T15:01:00Z.` };
}
