import { GATHER_SECONDS, MAPPING_BATCH_BYTES, MESSAGE_BYTES, PAIRS, TICK_SECONDS } from './assumptions.ts';
import { RECORD_BYTES } from './sample-records.ts';
import type { Workload } from './workload.ts';

/** Equal messages of logs. */
interface Messages {
  readonly count: number;
  /** Of each. */
  readonly bytes: number;
  /** Tables of which a message holds records: an object each. */
  readonly tables: number;
}

/** What the log leg does in a month. */
export interface LogLeg {
  readonly pipeInvocations: number;
  /** Records that the log pipe reads: bars too, which it leaves out. */
  readonly pipeRecords: number;
  readonly logRecords: number;
  readonly messages: readonly Messages[];
  readonly objects: number;
}

/** Messages of as many windows: one a shard that has something, more where one is not enough. */
function messagesOf(windows: number, shards: number, bytes: number, tables: number): Messages {
  const count = Math.ceil(bytes / shards / MESSAGE_BYTES);
  return { count: windows * shards * count, bytes: bytes / shards / count, tables };
}

const WINDOWS_A_MINUTE = 60 / GATHER_SECONDS;
const TICKS_A_WINDOW = GATHER_SECONDS / TICK_SECONDS;

function allMessages({ question: { symbols }, logs, logMinutes }: Workload, shards: number): Messages[] {
  const rates = PAIRS * RECORD_BYTES.rate * TICKS_A_WINDOW;
  const quotes = symbols * RECORD_BYTES.quote * TICKS_A_WINDOW;
  return [
    messagesOf(logMinutes.session * WINDOWS_A_MINUTE, Math.min(shards, symbols + PAIRS), quotes + rates, 2),
    messagesOf(logMinutes.other * WINDOWS_A_MINUTE, Math.min(shards, PAIRS), rates, 1),
    { count: logs.stories, bytes: RECORD_BYTES.story, tables: 1 },
  ];
}

const bytesOf = ({ barsPut, logs }: Workload): number =>
  barsPut * RECORD_BYTES.bar +
  logs.quotes * RECORD_BYTES.quote +
  logs.rates * RECORD_BYTES.rate +
  logs.stories * RECORD_BYTES.story;

/** The log leg of a month over a stream with so many shards, or `undefined` where there is none. */
export function logLegOf(workload: Workload, shards: number): LogLeg | undefined {
  if (!workload.question.feed) return undefined;
  const { logs, logMinutes, barsPut } = workload;
  const messages = allMessages(workload, shards);
  const logRecords = logs.quotes + logs.rates + logs.stories;
  const windows = (logMinutes.session + logMinutes.other) * WINDOWS_A_MINUTE * shards;
  return {
    pipeInvocations: windows + Math.ceil(bytesOf(workload) / MAPPING_BATCH_BYTES),
    pipeRecords: logRecords + barsPut,
    logRecords,
    messages,
    objects: messages.reduce((sum, { count, tables }) => sum + count * tables, 0),
  };
}
