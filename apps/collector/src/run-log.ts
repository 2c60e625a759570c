import { CollectorError, RequestError } from './errors.ts';
import type { Trigger } from './read-event.ts';
import type { CollectReport } from './report.ts';

/** What a log line says about the invocation that it belongs to. */
export interface RunContext {
  readonly trigger: Trigger['kind'] | 'unknown';
  readonly requestId: string;
}

const MAX_LOGGED_FAILURES = 20;

/** A run as one line of JSON: numbers and reasons, never a record or the environment. */
export function reportLine(context: RunContext, report: CollectReport): string {
  const { failures, ...numbers } = report;
  const troubled = failures.length > 0 || report.invalid > 0 || report.account.rejected > 0;
  return JSON.stringify({
    level: troubled ? 'warn' : 'info',
    message: report.skipped === undefined ? 'collected' : 'skipped',
    ...context,
    ...numbers,
    failed: failures.length,
    failures: failures
      .slice(0, MAX_LOGGED_FAILURES)
      .map(({ symbol, reason, message }) => ({ symbol, reason, message })),
  });
}

/** An invocation without a report as one line of JSON. */
export function errorLine(context: RunContext, error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const retriable = error instanceof CollectorError && error.retriable;
  const level = error instanceof RequestError ? 'warn' : 'error';
  return JSON.stringify({ level, message: 'failed', ...context, error: name, reason: message, retriable });
}
