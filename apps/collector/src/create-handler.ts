import type { InvocationContext, Telemetry } from '@tickerlake/lambda-app';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Config } from './config.ts';
import { RequestError } from './errors.ts';
import { httpRefusal, httpReport } from './http-response.ts';
import { type CollectorMetrics, metricsOf, type RunProgress } from './metrics.ts';
import { DIRECT_FIELDS, HTTP_FIELDS, parseRequest } from './parse-request.ts';
import { MAX_BARS_PER_HTTP_CALL, MAX_BARS_PER_INVOCATION, planRequest } from './plan-request.ts';
import { readEvent, readHttpFields, type Trigger } from './read-event.ts';
import type { CollectReport } from './report.ts';
import { runJob, type RunDependencies } from './run-job.ts';
import { errorLine, reportLine, type RunContext } from './run-log.ts';
import { createScheduledRun } from './scheduled-run.ts';

/** What the handler needs from the world. */
export interface HandlerOptions extends RunDependencies, Telemetry<CollectorMetrics> {
  readonly config: Config;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
}

export type CollectorHandler = (
  event: unknown,
  context: InvocationContext,
) => Promise<CollectReport | APIGatewayProxyStructuredResultV2>;

type Tell = (report: CollectReport) => void;

/** An HTTP API stops waiting after 30 s. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_HTTP_WAIT_MS = 29_000;

/**
 * The handler around `collect`. A schedule's run remembers what it collected, and fails when records were lost or nothing
 * could be had; an HTTP or direct request is answered with a report, or with what is wrong with it.
 */
export function createHandler(options: HandlerOptions): CollectorHandler {
  const { config, now, log, count } = options;
  const scheduledRun = createScheduledRun(config, options);

  const onRequest = (
    fields: Readonly<Record<string, unknown>>,
    allowed: readonly string[],
    maxBars: number,
    remainingMs: number,
  ) => {
    const request = parseRequest(fields, allowed, config, now());
    return runJob(options, { ...request, tasks: planRequest(request, now(), maxBars) }, remainingMs);
  };

  const onHttp = async (event: APIGatewayProxyEventV2, remainingMs: number, tell: Tell, context: RunContext) => {
    try {
      const report = await onRequest(
        readHttpFields(event),
        HTTP_FIELDS,
        MAX_BARS_PER_HTTP_CALL,
        Math.min(remainingMs, MAX_HTTP_WAIT_MS),
      );
      tell(report);
      return httpReport(report);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      log(errorLine(context, error));
      return httpRefusal(error);
    }
  };

  const onTrigger = async (trigger: Trigger, remainingMs: number, context: RunContext, progress: RunProgress) => {
    const tell: Tell = (report) => {
      progress.report = report;
      log(reportLine(context, report));
    };
    const onMarketMinute = (): void => void (progress.marketMinute = true);
    if (trigger.kind === 'http') return onHttp(trigger.event, remainingMs, tell, context);
    if (trigger.kind === 'schedule') {
      return scheduledRun(trigger.atMs, remainingMs, { onMarketMinute, onReport: tell });
    }
    const report = await onRequest(trigger.fields, DIRECT_FIELDS, MAX_BARS_PER_INVOCATION, remainingMs);
    tell(report);
    return report;
  };

  return async (event, context) => {
    const requestId = context.awsRequestId;
    let kind: RunContext['trigger'] = 'unknown';
    const progress: RunProgress = { marketMinute: false };
    try {
      const trigger = readEvent(event);
      kind = trigger.kind;
      return await onTrigger(trigger, context.getRemainingTimeInMillis(), { trigger: kind, requestId }, progress);
    } catch (error) {
      log(errorLine({ trigger: kind, requestId }, error));
      throw error;
    } finally {
      const metrics = metricsOf(progress);
      if (metrics !== undefined) count(metrics);
    }
  };
}
