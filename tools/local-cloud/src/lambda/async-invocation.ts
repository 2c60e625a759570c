import { randomUUID } from 'node:crypto';
import { parseJson } from '../json-value.ts';
import { ServiceError } from '../service.ts';
import type { AsyncFailure } from './async-settings.ts';
import type { Invocation, LambdaFunction } from './lambda-function.ts';

/** Runs a function in the background. Retries follow at once, where AWS waits one minute, then two. Never rejects. */
export async function invokeInBackground(target: LambdaFunction, payload: Buffer, now: () => number): Promise<void> {
  const acceptedMs = now();
  const isTooOld = () => now() - acceptedMs > target.asyncSettings.maxAgeMs;
  let last: Invocation | undefined;
  let tries = 0;
  while (tries <= target.asyncSettings.retries && !isTooOld()) {
    const result = await invokeWithRoom(target, payload, isTooOld).catch(() => undefined);
    tries += 1;
    last = result ?? last;
    if (result && !result.functionError) return;
  }
  const condition = tries > target.asyncSettings.retries ? 'RetriesExhausted' : 'EventAgeExceeded';
  await target.asyncSettings
    .onFailure?.(failureOf(target, payload, condition, tries, last, now()))
    .catch(() => undefined);
}

/** An event that comes while the function has no room is no failed try: it waits until there is some. */
async function invokeWithRoom(target: LambdaFunction, payload: Buffer, isTooOld: () => boolean): Promise<Invocation> {
  for (;;) {
    try {
      return await target.invoke(payload);
    } catch (error) {
      const isThrottled = error instanceof ServiceError && error.status === 429;
      if (!isThrottled || target.maxConcurrency === 0 || isTooOld()) throw error;
      await target.invocationEnded();
    }
  }
}

function failureOf(
  { arn }: LambdaFunction,
  payload: Buffer,
  condition: string,
  tries: number,
  last: Invocation | undefined,
  nowMs: number,
): AsyncFailure {
  const requestId = last?.requestId ?? randomUUID();
  const functionError = last?.functionError;
  const facts = {
    version: '1.0',
    timestamp: new Date(nowMs).toISOString(),
    requestContext: { requestId, functionArn: `${arn}:$LATEST`, condition, approximateInvokeCount: tries },
    requestPayload: parseJson(payload.toString()),
    ...(last && {
      responseContext: { statusCode: 200, executedVersion: '$LATEST', ...(functionError && { functionError }) },
      responsePayload: parseJson(last.payload.toString()),
    }),
  };
  return { requestId, nowMs, facts };
}
