/** Every error of this package, so that one `instanceof` catches them all. */
export class LakeQueryError extends Error {
  override readonly name: string = 'LakeQueryError';
  /** Whether the same call may succeed later. */
  readonly retriable: boolean = false;
}

/** A question was asked with options that make no sense; thrown when it is built, before any engine sees it. */
export class QuestionOptionError extends LakeQueryError {
  override readonly name = 'QuestionOptionError';
  /** The option at fault. */
  readonly option: string;

  constructor(option: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.option = option;
  }
}

/** A query that Athena would refuse, or that would not mean the same on both engines. */
export class QueryTextError extends LakeQueryError {
  override readonly name = 'QueryTextError';
  /** What in the query is at fault, as it was written. */
  readonly construct: string;

  constructor(construct: string, message: string) {
    super(message);
    this.construct = construct;
  }
}

/** A text that is not exactly one reading statement. */
export class ReadOnlyError extends LakeQueryError {
  override readonly name = 'ReadOnlyError';

  constructor(found: string) {
    super(`Only one SELECT, WITH, VALUES or EXPLAIN statement can be run here, but ${found}.`);
  }
}

/** The lake has been closed. */
export class LakeClosedError extends LakeQueryError {
  override readonly name = 'LakeClosedError';

  constructor() {
    super('The lake is closed: open it again to ask more.');
  }
}

/** The folder that should hold the lake does not exist, or is not a folder. */
export class LakeNotFoundError extends LakeQueryError {
  override readonly name = 'LakeNotFoundError';
  readonly dir: string;

  constructor(dir: string, cause?: unknown) {
    super(
      `There is no lake at ${dir}: give the folder that holds bars/dt=YYYY-MM-DD/*.parquet, or collect something first.`,
      { cause },
    );
    this.dir = dir;
  }
}

/** A Parquet file of the lake cannot be read, or went away while it was read. */
export class LakeFileError extends LakeQueryError {
  override readonly name = 'LakeFileError';
  readonly file: string;
  override readonly retriable: boolean;

  constructor(file: string, reason: string, options: { retriable: boolean; cause: unknown }) {
    super(`${file} cannot be read as Parquet: ${reason}`, { cause: options.cause });
    this.file = file;
    this.retriable = options.retriable;
  }
}

/** DuckDB is not installed: it is an optional peer dependency. */
export class EngineMissingError extends LakeQueryError {
  override readonly name = 'EngineMissingError';

  constructor(cause: unknown) {
    super('A lake in a folder is read by DuckDB, which is not installed: run `npm install @duckdb/node-api`.', {
      cause,
    });
  }
}

/** DuckDB refused or failed a query: wrong SQL, a column that does not exist, too little memory. */
export class DuckDbQueryError extends LakeQueryError {
  override readonly name = 'DuckDbQueryError';

  constructor(cause: Error) {
    // After an error of its own DuckDB adds a stack trace of its library: nobody's message, but kept in the cause.
    super(cause.message.split(/\n+Stack Trace:/, 1)[0]?.trimEnd(), { cause });
  }
}

/** Facts of a query that Athena did not finish. */
export interface AthenaFailure {
  readonly state: 'FAILED' | 'CANCELLED';
  /** Athena's own words. */
  readonly reason: string;
  readonly queryExecutionId: string;
  readonly retriable: boolean;
}

/** A query that ended in Athena's state FAILED or CANCELLED. */
export class AthenaQueryError extends LakeQueryError implements AthenaFailure {
  override readonly name = 'AthenaQueryError';
  readonly state: 'FAILED' | 'CANCELLED';
  readonly reason: string;
  readonly queryExecutionId: string;
  override readonly retriable: boolean;

  constructor(failure: AthenaFailure) {
    super(`Athena query ${failure.queryExecutionId} ${failure.state}: ${failure.reason}`);
    this.state = failure.state;
    this.reason = failure.reason;
    this.queryExecutionId = failure.queryExecutionId;
    this.retriable = failure.retriable;
  }
}

/** Facts of a query that scanned more than it may. */
export interface ScanLimitFacts {
  readonly queryExecutionId: string;
  readonly bytesScanned: number;
  readonly maxScannedBytes: number;
  /** What the bytes that were scanned cost, US dollars. */
  readonly costUsd: number;
}

const megabytes = (bytes: number): string =>
  `${(bytes / 1e6).toLocaleString('en-US', { maximumFractionDigits: 1 })} MB`;

/** A query was stopped because it had scanned more bytes than `maxScannedBytes`. */
export class AthenaScanLimitError extends LakeQueryError implements ScanLimitFacts {
  override readonly name = 'AthenaScanLimitError';
  readonly queryExecutionId: string;
  readonly bytesScanned: number;
  readonly maxScannedBytes: number;
  readonly costUsd: number;

  constructor(facts: ScanLimitFacts) {
    const { queryExecutionId, bytesScanned, maxScannedBytes, costUsd } = facts;
    super(
      `Athena query ${queryExecutionId} was stopped: it had scanned ${megabytes(bytesScanned)} where ${megabytes(maxScannedBytes)} are allowed, for about $${costUsd.toFixed(4)}. Ask for fewer days or columns, or allow more.`,
    );
    this.queryExecutionId = queryExecutionId;
    this.bytesScanned = bytesScanned;
    this.maxScannedBytes = maxScannedBytes;
    this.costUsd = costUsd;
  }
}

/** A query may still run on Athena, and cost: it was to be stopped, and Athena could not be told. */
export class AthenaUnstoppedError extends LakeQueryError {
  override readonly name = 'AthenaUnstoppedError';
  /** Athena's id of the query; unknown where the answer to its start was lost. */
  readonly queryExecutionId: string | undefined;

  constructor(queryExecutionId: string | undefined, cause: unknown) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    super(
      queryExecutionId === undefined
        ? `Athena does not answer (${reason}): if the query got there it runs to its end, see the work group's recent queries.`
        : `Athena query ${queryExecutionId} could not be stopped (${reason}): it runs to its end unless you stop it.`,
      { cause },
    );
    this.queryExecutionId = queryExecutionId;
  }
}

/** Athena answered something that its API does not describe: a query without an id, a state nobody knows. */
export class AthenaResponseError extends LakeQueryError {
  override readonly name = 'AthenaResponseError';
  override readonly retriable = true;
  readonly queryExecutionId: string | undefined;

  constructor(message: string, queryExecutionId?: string, cause?: unknown) {
    super(message, { cause });
    this.queryExecutionId = queryExecutionId;
  }
}
