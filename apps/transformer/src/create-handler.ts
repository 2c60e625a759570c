import type { Telemetry } from '@tickerlake/lambda-app';
import type { FirehoseTransformationEvent, FirehoseTransformationResult } from 'aws-lambda';
import { NotATransformationEventError } from './errors.ts';
import { metricsOf, type TransformerMetrics } from './metrics.ts';
import { type SourceRecord, transform } from './transform.ts';

const isSourceRecord = (value: unknown): value is SourceRecord =>
  typeof value === 'object' && value !== null && 'recordId' in value && typeof value.recordId === 'string';

/**
 * The handler around `transform`: one call, one log line.
 *
 * @throws {NotATransformationEventError} for an event that no Firehose sent, never for what a record holds.
 */
export function createHandler({
  log,
  count,
}: Telemetry<TransformerMetrics>): (event: FirehoseTransformationEvent) => Promise<FirehoseTransformationResult> {
  return async (event) => {
    const records: unknown = event?.records;
    if (!Array.isArray(records) || !records.every(isSourceRecord)) throw new NotATransformationEventError(event);
    const { response, counts } = transform(records);
    log(
      JSON.stringify({
        level: counts.records.failed > 0 ? 'warn' : 'info',
        message: 'transformed',
        invocationId: event.invocationId,
        ...counts,
      }),
    );
    count(metricsOf(counts));
    return response;
  };
}
