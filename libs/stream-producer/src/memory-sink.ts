import { RecordTooLargeError, RequestFailedError } from './errors.ts';
import { numberOption, refuseUnknownOptions } from './options.ts';
import type { RawEntry } from './raw-entry.ts';
import type { Entry, EntryResult, OutgoingRecord, Sink, SinkLimits } from './sink.ts';

/** What a memory sink does to one request instead of taking it. */
export type MemoryFault =
  /** Refuses the entries at these places (0 is the first), takes the rest. */
  | { readonly kind: 'refuse-entries'; readonly entries: 'all' | readonly number[]; readonly code?: string }
  /** Refuses the request as a whole. */
  | { readonly kind: 'refuse-request'; readonly code: string; readonly retriable: boolean }
  /** Takes every entry, and loses the answer: the producer must send them again. */
  | { readonly kind: 'lose-answer' };

/** A request as a memory sink saw it. */
export interface MemoryRequest {
  /** 0 for the first. */
  readonly index: number;
  readonly entries: readonly Entry[];
}

/** How a memory sink packs, and what goes wrong in it. */
export interface MemorySinkOptions {
  /** Minimum 1. @default 500 */
  readonly maxEntriesPerRequest?: number;
  /** Minimum `maxEntryBytes`. @default 4000000 */
  readonly maxRequestBytes?: number;
  /** Minimum 1. @default 1000000 */
  readonly maxEntryBytes?: number;
  /** How many bytes of one key are packed into an entry. 0: each record is an entry of its own. @default 0 */
  readonly targetEntryBytes?: number;
  /** What goes wrong: request by request in order, then nothing; or asked for each request. @default nothing */
  readonly faults?: readonly (MemoryFault | undefined)[] | ((request: MemoryRequest) => MemoryFault | undefined);
}

/** A sink that keeps what it gets, for tests of what is put. */
export interface MemorySink extends Sink {
  /** Records delivered, in order; one whose answer was lost is there again after its resend, as at a real service. */
  readonly delivered: readonly RawEntry[];
  /** Requests received, failed ones included. */
  readonly requests: readonly MemoryRequest[];
  /** What was delivered, each record as text. */
  texts(): string[];
}

const KNOWN = [
  'maxEntriesPerRequest',
  'maxRequestBytes',
  'maxEntryBytes',
  'targetEntryBytes',
  'faults',
] as const satisfies readonly (keyof MemorySinkOptions)[];

/** A sink in memory with faults to order. Throws `InvalidOptionError`. */
export function createMemorySink(options: MemorySinkOptions = {}): MemorySink {
  refuseUnknownOptions(options, KNOWN);
  const limits = memoryLimits(options);
  const delivered: RawEntry[] = [];
  const requests: MemoryRequest[] = [];
  const sizeOf = (record: OutgoingRecord) => record.data.length + Buffer.byteLength(record.partitionKey);

  return {
    name: 'memory',
    limits,
    delivered,
    requests,
    texts: () => delivered.map(({ data }) => new TextDecoder().decode(data)),
    check(record) {
      const bytes = sizeOf(record);
      return bytes > limits.maxEntryBytes ? new RecordTooLargeError(bytes, limits.maxEntryBytes) : undefined;
    },
    place: ({ partitionKey }) => ({ lane: partitionKey, alone: limits.targetEntryBytes === 0 }),
    entryBytes: (_lane, records) => records.reduce((bytes, record) => bytes + sizeOf(record), 0),
    recordBytes: sizeOf,
    async send(entries) {
      const request = { index: requests.length, entries };
      requests.push(request);
      const { faults } = options;
      const fault = typeof faults === 'function' ? faults(request) : faults?.[request.index];
      const results = applyFault(fault, entries);
      entries.forEach((entry, index) => {
        if (results[index] === undefined) delivered.push(...entry.records.map(toRaw));
      });
      if (fault?.kind === 'lose-answer') throw failure('ECONNRESET', true);
      return results;
    },
  };
}

function memoryLimits(options: MemorySinkOptions): SinkLimits {
  const atLeast = (option: Exclude<keyof MemorySinkOptions, 'faults'>, fallback: number, min: number) =>
    numberOption(option, options[option], fallback, { min });
  const maxEntryBytes = atLeast('maxEntryBytes', 1_000_000, 1);
  return {
    maxEntriesPerRequest: atLeast('maxEntriesPerRequest', 500, 1),
    maxRequestBytes: atLeast('maxRequestBytes', Math.max(4_000_000, maxEntryBytes), maxEntryBytes),
    maxEntryBytes,
    targetEntryBytes: atLeast('targetEntryBytes', 0, 0),
    maxRecordsPerEntry: Number.MAX_SAFE_INTEGER,
  };
}

function applyFault(fault: MemoryFault | undefined, entries: readonly Entry[]): EntryResult[] {
  if (fault?.kind === 'refuse-request') throw failure(fault.code, fault.retriable);
  if (fault?.kind !== 'refuse-entries') return entries.map(() => undefined);
  const refusal = { code: fault.code ?? 'InternalFailure', message: 'refused on order' };
  return entries.map((_entry, index) =>
    fault.entries === 'all' || fault.entries.includes(index) ? refusal : undefined,
  );
}

const failure = (code: string, retriable: boolean) =>
  new RequestFailedError({ code, message: 'failed on order', retriable, cause: undefined });

const toRaw = ({ data, partitionKey }: OutgoingRecord): RawEntry => ({ data, partitionKey });
