import { isObject, parseJson } from '../json-value.ts';
import type { InvokeResult } from '../lambda/instance.ts';
import { failedItems } from './batch-response.ts';
import { type EventItem, eventOf } from './event-payload.ts';
import type { MappingCounts, MappingSetup } from './event-source-mapping.ts';

/** Why items of a batch failed, told by the function or by how it ended. */
export class FunctionFailure extends Error {
  override readonly name = 'FunctionFailure';
}

export interface Outcome {
  /** Ids of the items that failed. */
  readonly failed: ReadonlySet<string>;
  /** Why, when there are any. No `FunctionFailure` when the function could not be started for the batch: that is no try. */
  readonly error?: unknown;
}

/** Gives a function a batch, and tells what became of it. */
export async function invokeBatch(
  { lambda, reportBatchItemFailures, faults }: MappingSetup,
  items: readonly EventItem[],
  counts: MappingCounts,
): Promise<Outcome> {
  const all = new Set(items.map(({ id }) => id));
  let result: InvokeResult;
  try {
    result = await lambda.invoke(eventOf(items), faults.killMoment());
  } catch (error) {
    return { failed: all, error };
  }
  counts.invocations += 1;
  const outcome = judge(result, all, reportBatchItemFailures);
  if (outcome.failed.size > 0) counts.failures += 1;
  return outcome;
}

function judge({ functionError, payload }: InvokeResult, all: ReadonlySet<string>, reports: boolean): Outcome {
  if (functionError) return { failed: all, error: new FunctionFailure(describe(payload)) };
  if (!reports) return { failed: new Set() };
  const failed = failedItems(payload, all);
  if (!failed) return { failed: all, error: new FunctionFailure('its answer names no items of the batch as failed') };
  if (failed.size === 0) return { failed };
  return { failed, error: new FunctionFailure(`it reports ${failed.size} of ${all.size} items as failed`) };
}

/** `RangeError: out of range`. */
function describe(payload: Buffer): string {
  const text = payload.toString().slice(0, 1000);
  const value = parseJson(text);
  return isObject(value) ? `${String(value['errorType'])}: ${String(value['errorMessage'])}` : text;
}
