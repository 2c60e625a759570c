/** Base of everything that this package throws or gives as the reason of a rejection. */
export abstract class StreamProducerError extends Error {
  abstract override readonly name: string;
  /** Whether putting the same record again later may succeed. */
  abstract readonly retriable: boolean;
}

/** An option is missing, misspelt or out of range. Thrown at construction. */
export class InvalidOptionError extends StreamProducerError {
  override readonly name = 'InvalidOptionError';
  override readonly retriable = false;
  readonly option: string;

  constructor(option: string, problem: string) {
    super(`Option ${option} ${problem}`);
    this.option = option;
  }
}

/** The record can never fit into the service, whatever else is sent. */
export class RecordTooLargeError extends StreamProducerError {
  override readonly name = 'RecordTooLargeError';
  override readonly retriable = false;
  /** Size of the record as the service counts it; on Kinesis the partition key is part of it. */
  readonly bytes: number;
  readonly maxBytes: number;

  constructor(bytes: number, maxBytes: number) {
    super(`Record of ${grouped(bytes)} bytes exceeds the limit of ${grouped(maxBytes)} bytes`);
    this.bytes = bytes;
    this.maxBytes = maxBytes;
  }
}

/** The partition key is empty or longer than the service takes. */
export class InvalidPartitionKeyError extends StreamProducerError {
  override readonly name = 'InvalidPartitionKeyError';
  override readonly retriable = false;
  /** Length in UTF-16 units, the stricter way to count. */
  readonly characters: number;
  readonly maxCharacters: number;

  constructor(characters: number, maxCharacters: number) {
    super(`Partition key of ${grouped(characters)} characters is outside the allowed 1 to ${grouped(maxCharacters)}`);
    this.characters = characters;
    this.maxCharacters = maxCharacters;
  }
}

/** The service took the request but refused this entry of it, as often as it was tried. */
export class EntryRefusedError extends StreamProducerError {
  override readonly name = 'EntryRefusedError';
  override readonly retriable = true;
  /** The service's own code: `ProvisionedThroughputExceededException`, `InternalFailure`, … */
  readonly code: string;

  constructor(code: string, message: string) {
    super(`The service refused the entry with ${code}${message === '' ? '' : `: ${message}`}`);
    this.code = code;
  }
}

/** A whole request failed: refused by the service, or never answered. */
export class RequestFailedError extends StreamProducerError {
  override readonly name = 'RequestFailedError';
  override readonly retriable: boolean;
  /** The service's exception name or the system's error code: `ResourceNotFoundException`, `ECONNRESET`, … */
  readonly code: string;
  /** HTTP status, absent when no answer came: then the service may still have taken the entries. */
  readonly status: number | undefined;

  constructor(facts: {
    code: string;
    message: string;
    retriable: boolean;
    status?: number | undefined;
    cause: unknown;
  }) {
    super(`The request failed with ${facts.code}: ${facts.message}`, { cause: facts.cause });
    this.code = facts.code;
    this.status = facts.status;
    this.retriable = facts.retriable;
  }

  /** For a failure that nobody foresaw: no retry is known to mend it. */
  static unexpected(cause: unknown): RequestFailedError {
    const { name, message } = cause instanceof Error ? cause : { name: 'UnknownError', message: String(cause) };
    return new RequestFailedError({ code: name, message, retriable: false, cause });
  }
}

/** The producer stopped for a cause that no retry mends (no such stream, access denied); see `cause`. */
export class ProducerStoppedError extends StreamProducerError {
  override readonly name = 'ProducerStoppedError';
  override readonly retriable = false;

  constructor(cause: Error) {
    super(`The producer stopped and takes no more records: ${cause.message}`, { cause });
  }
}

/** A record was put after `close` was called. */
export class ProducerClosedError extends StreamProducerError {
  override readonly name = 'ProducerClosedError';
  override readonly retriable = false;

  constructor() {
    super('The producer is closed and takes no more records. Create another one, or call close later');
  }
}

/** A signal told the producer to give up. An entry that was on its way may have arrived all the same. */
export class AbortedError extends StreamProducerError {
  override readonly name = 'AbortedError';
  override readonly retriable = true;

  constructor(cause: unknown) {
    super('Aborted before the service confirmed the record', { cause });
  }
}

const grouped = (value: number): string => value.toLocaleString('en-US');
