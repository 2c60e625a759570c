import {
  COLLECTOR_BASE_MS,
  ENVIRONMENT_HOURS,
  GATHER_SECONDS,
  INIT_MS,
  INVOCATION_BASE_MS,
  OBJECT_MS,
  RECORDS_PER_SECOND,
  SCHEDULED_HOURS,
  SKIPPED_RUN_MS,
  TRANSFORM_BATCH_BYTES,
} from './assumptions.ts';
import { firesADay } from './bar-schedule.ts';
import { LAMBDA_STEP_MS, roundedUp } from './billing-rules.ts';
import type { LogLeg } from './log-leg.ts';
import { RECORD_BYTES } from './sample-records.ts';
import { type Run, runSeconds, type Workload } from './workload.ts';

/** What a function does in a month. */
export interface FunctionWork {
  readonly name: 'collector' | 'transformer' | 'log pipe' | 'processor';
  readonly invocations: number;
  /** Billed time, beginnings of environments included. */
  readonly billedMs: number;
}

export const invocationsOf = (work: readonly FunctionWork[]): number =>
  work.reduce((sum, { invocations }) => sum + invocations, 0);

const billed = (ms: number): number => roundedUp(ms, LAMBDA_STEP_MS);

/** Beginnings of environments that are in use for so many hours, and the time that they are billed. */
const initMs = (hours: number, ms: number): number => Math.ceil(hours / ENVIRONMENT_HOURS) * ms;

const recordMs = (records: number): number => (records * 1_000) / RECORDS_PER_SECOND;

/** Every collector's schedule fires, whether there is something to collect or not. */
export function collectorWork({ question, month, collectors, runs }: Workload): FunctionWork {
  const fires = month.weekdays * firesADay(question.interval);
  const collecting = runs.reduce((sum, { times }) => sum + times, 0);
  const runMs = (run: Run, symbols: number): number =>
    billed(COLLECTOR_BASE_MS + runSeconds(run, question.symbols, symbols) * 1_000);
  const ofOne = (symbols: number): number =>
    runs.reduce((sum, run) => sum + run.times * runMs(run, symbols), 0) +
    Math.max(0, fires - collecting) * SKIPPED_RUN_MS +
    initMs(month.weekdays * SCHEDULED_HOURS, INIT_MS.collector);
  return {
    name: 'collector',
    invocations: collectors.count * fires,
    billedMs: collectors.groups.reduce((sum, group) => sum + group.collectors * ofOne(group.symbols), 0),
  };
}

/** Firehose calls for every run, and every minute in which logs come, more than once where there is much. */
export function transformerWork(workload: Workload): FunctionWork {
  const { question, month, runs, barsPut, logs, logMinutes } = workload;
  const batches = (run: Run): number =>
    Math.ceil((question.symbols * run.bars * RECORD_BYTES.bar) / TRANSFORM_BATCH_BYTES);
  const forBars = runs.reduce((sum, run) => sum + run.times * batches(run), 0);
  const forLogs =
    ((logMinutes.session + logMinutes.other) * 60) / GATHER_SECONDS +
    Math.ceil((logs.quotes * RECORD_BYTES.quote) / TRANSFORM_BATCH_BYTES);
  const invocations = forBars + forLogs;
  const records = barsPut + logs.quotes + logs.rates + logs.stories;
  const hours = question.feed ? month.weekdays * 24 : month.sessionMinutes.length * SCHEDULED_HOURS;
  const billedMs = invocations * billed(INVOCATION_BASE_MS + recordMs(records) / invocations);
  return { name: 'transformer', invocations, billedMs: billedMs + initMs(hours, INIT_MS.transformer) };
}

/** The log pipe, one environment a shard, and the processor, invoked for each message. */
export function logLegWork({ month }: Workload, leg: LogLeg, shards: number): FunctionWork[] {
  const hours = month.weekdays * 24;
  const messages = leg.messages.reduce((sum, { count }) => sum + count, 0);
  const pipeMs = billed(INVOCATION_BASE_MS + recordMs(leg.pipeRecords) / leg.pipeInvocations);
  const processMs = billed(INVOCATION_BASE_MS + (recordMs(leg.logRecords) + leg.objects * OBJECT_MS) / messages);
  return [
    {
      name: 'log pipe',
      invocations: leg.pipeInvocations,
      billedMs: leg.pipeInvocations * pipeMs + shards * initMs(hours, INIT_MS.logPipe),
    },
    { name: 'processor', invocations: messages, billedMs: messages * processMs + initMs(hours, INIT_MS.processor) },
  ];
}
