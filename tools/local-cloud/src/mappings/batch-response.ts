import { isObject, parseJson } from '../json-value.ts';

/**
 * Which items of a batch have failed by what a function answers with ReportBatchItemFailures; `undefined` when the answer
 * cannot be understood, for then all have: a missing, empty or unknown identifier among them.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function failedItems(answer: Buffer, batch: ReadonlySet<string>): ReadonlySet<string> | undefined {
  const value = parseJson(answer.toString());
  const failures = value === null ? [] : isObject(value) ? (value['batchItemFailures'] ?? []) : undefined;
  if (!Array.isArray(failures)) return undefined;
  const failed = new Set<string>();
  for (const failure of failures) {
    const id: unknown = isObject(failure) ? failure['itemIdentifier'] : undefined;
    if (typeof id !== 'string' || !batch.has(id)) return undefined;
    failed.add(id);
  }
  return failed;
}
