import { InvalidRequestException } from '@aws-sdk/client-athena';
import type { AthenaLakeOptions, CellValue, ReadObject } from '../src/index.ts';

/** What befalls one request. `…After`: the request did its work, and only its answer was lost. */
export type Fault = 'none' | 'throttled' | 'expired' | 'resetBefore' | 'resetAfter' | 'failedAfter';
export const FAULTS: readonly Fault[] = ['none', 'throttled', 'expired', 'resetBefore', 'resetAfter', 'failedAfter'];

type End = 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** A course of events. */
export interface Course {
  /** States that a query is seen in before its end. */
  readonly states: readonly ('QUEUED' | 'RUNNING')[];
  readonly end: End;
  /** What befalls the requests, one after another; nothing once it is used up. */
  readonly faults: readonly Fault[];
  /** At which step (a request that comes in, one that is answered, a pause) the caller's signal is aborted. */
  readonly abortAt: number;
  readonly rows: readonly (string | null)[];
  /** Rows of a page, and bytes of a piece of the file. */
  readonly pageRows: number;
  readonly fileBytes: number;
}

const ERRORS: Readonly<Record<Exclude<Fault, 'none'>, () => Error>> = {
  throttled: () => Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException', $fault: 'client' }),
  expired: () => Object.assign(new Error('The security token is expired'), { name: 'ExpiredTokenException' }),
  resetBefore: () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }),
  resetAfter: () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }),
  failedAfter: () => Object.assign(new Error('Internal'), { $metadata: { httpStatusCode: 500 } }),
};

/** More steps than any course takes: whoever gets there never ends. */
const ENDLESS = 20_000;

interface Execution {
  looks: number;
  state: string;
}

const ROWS_HEADER = 'a';

/** An Athena in memory whose time passes only when it is waited for, and where anything may fail. */
export class AthenaModel {
  readonly reason = new Error('enough');
  readonly executions = new Map<string, Execution>();
  readonly #course: Course;
  readonly #abort = new AbortController();
  readonly #tokens = new Map<string, string>();
  readonly #bytes: Uint8Array;
  #steps = 0;
  #requests = 0;

  constructor(course: Course) {
    this.#course = course;
    const line = (cell: string | null) => (cell === null ? '\n' : `"${cell.replaceAll('"', '""')}"\n`);
    this.#bytes = new TextEncoder().encode([ROWS_HEADER, ...course.rows].map(line).join(''));
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Queries that nobody has ended. */
  running(): string[] {
    return [...this.executions].filter(([, { state }]) => state === 'QUEUED' || state === 'RUNNING').map(([id]) => id);
  }

  expectedRows(): CellValue[][] {
    return this.#course.rows.map((row) => [row]);
  }

  options(): AthenaLakeOptions {
    return {
      database: 'lake',
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK's send has a type for each command.
      client: { send: this.#send } as unknown as NonNullable<AthenaLakeOptions['client']>,
      sleep: (_ms, signal) => {
        this.#step();
        return signal?.aborted === true ? Promise.reject(this.reason) : Promise.resolve();
      },
      random: () => 0.5,
      readObject: this.#read,
    };
  }

  #step(): void {
    this.#steps += 1;
    if (this.#steps === this.#course.abortAt) this.#abort.abort(this.reason);
    if (this.#steps > ENDLESS) throw new Error('This never ends');
  }

  /** A request with what befalls it. */
  async #answer<Answer>(work: () => Answer): Promise<Answer> {
    this.#step();
    const fault = this.#course.faults[this.#requests] ?? 'none';
    this.#requests += 1;
    await Promise.resolve();
    const answer = fault === 'none' || fault.endsWith('After') ? work() : undefined;
    this.#step();
    if (fault !== 'none') throw ERRORS[fault]();
    if (answer === undefined) throw new Error('There is no answer');
    return answer;
  }

  readonly #send = async (command: { input: object }, options?: { abortSignal?: AbortSignal }): Promise<object> => {
    const input = new Map<string, unknown>(Object.entries(command.input));
    const text = (name: string) => String(input.get(name));
    const answer = await this.#answer(() => {
      if (input.has('QueryString')) return this.#start(text('ClientRequestToken'));
      if (input.has('MaxResults')) return this.#page(Number(input.get('NextToken') ?? 0));
      return command.constructor.name.startsWith('Stop')
        ? this.#stop(text('QueryExecutionId'))
        : this.#look(text('QueryExecutionId'));
    });
    if (options?.abortSignal?.aborted === true) throw Object.assign(new Error('Aborted'), { name: 'AbortError' });
    return answer;
  };

  #start(token: string): object {
    const id = this.#tokens.get(token) ?? `q-${this.#tokens.size}`;
    this.#tokens.set(token, id);
    if (!this.executions.has(id)) this.executions.set(id, { looks: 0, state: 'QUEUED' });
    return { QueryExecutionId: id };
  }

  #look(id: string): object {
    const execution = this.executions.get(id);
    if (!execution) throw new Error(`There is no query ${id}`);
    if (this.running().includes(id)) execution.state = this.#course.states[execution.looks] ?? this.#course.end;
    execution.looks += 1;
    return {
      QueryExecution: {
        Status: { State: execution.state },
        StatementType: 'DML',
        ResultConfiguration: { OutputLocation: `s3://results/of/${id}.csv` },
      },
    };
  }

  #stop(id: string): object {
    const execution = this.executions.get(id);
    if (!execution || !this.running().includes(id)) {
      throw new InvalidRequestException({ message: 'Query is not running', $metadata: {} });
    }
    execution.state = 'CANCELLED';
    return {};
  }

  #page(from: number): object {
    const all = [ROWS_HEADER, ...this.#course.rows];
    const to = from + this.#course.pageRows;
    return {
      ResultSet: {
        ResultSetMetadata: { ColumnInfo: [{ Name: ROWS_HEADER, Type: 'varchar' }] },
        Rows: all.slice(from, to).map((row) => ({ Data: [row === null ? {} : { VarCharValue: row }] })),
      },
      ...(to < all.length && { NextToken: String(to) }),
    };
  }

  readonly #read: ReadObject = async ({ fromByte }) => {
    await Promise.resolve();
    return this.#pieces(fromByte);
  };

  async *#pieces(fromByte: number): AsyncGenerator<Uint8Array> {
    const { fileBytes } = this.#course;
    for (let from = fromByte; from < this.#bytes.length; from += fileBytes) {
      yield await this.#answer(() => this.#bytes.subarray(from, from + fileBytes));
    }
  }
}
