import { type Fields, object, optionalText } from '../fields.ts';
import { ServiceError } from '../service.ts';

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const BATCH_MAX_ENTRIES = 10;
const ID = /^[\w-]{1,80}$/;

/** An entry of a batch request, SQS's or SNS's. */
export interface BatchEntry<T> {
  readonly id: string;
  readonly fields: T;
}

/** Throws as SQS and SNS do for a batch of no or too many entries, or with ids that do not tell them apart. */
export function checkBatch<T>(entries: readonly BatchEntry<T>[]): readonly BatchEntry<T>[] {
  if (entries.length === 0)
    throw new ServiceError('EmptyBatchRequest', 'The batch request does not contain any entries.');
  if (entries.length > BATCH_MAX_ENTRIES)
    throw new ServiceError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${BATCH_MAX_ENTRIES}. You have sent ${entries.length}.`,
    );
  const seen = new Set<string>();
  for (const { id } of entries) {
    if (!ID.test(id))
      throw new ServiceError(
        'InvalidBatchEntryId',
        `The batch entry id '${id}' is invalid: allowed are 1 to 80 alphanumeric characters, hyphens and underscores.`,
      );
    if (seen.has(id)) throw new ServiceError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
    seen.add(id);
  }
  return entries;
}

export function batchTooLong(bytes: number, maxBytes: number): ServiceError {
  const message = `Batch requests cannot be longer than ${maxBytes} bytes. You have sent ${bytes} bytes.`;
  return new ServiceError('BatchRequestTooLong', message);
}

export function readBatch(fields: Fields): readonly BatchEntry<Fields>[] {
  const entries: unknown[] = Array.isArray(fields['Entries']) ? fields['Entries'] : [];
  return checkBatch(
    entries.map((entry, i) => {
      const members = object(entry, `Entries.${i + 1}`);
      return { id: optionalText(members, 'Id', { min: 0 }) ?? '', fields: members };
    }),
  );
}

/** What became of an entry: members of its answer, or why it failed. */
export type Outcome = object | ServiceError;

/** Whatever an entry throws of a service's errors is its outcome: it fails alone. */
export function attempt<T>(work: () => T): T | ServiceError {
  try {
    return work();
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

const failedEntry = (Id: string, { code, message, status }: ServiceError) => ({
  Id,
  SenderFault: status < 500,
  Code: code,
  Message: message,
});

/** The answer to a batch. A list without entries is left out, as AWS does. */
export function batchAnswer(entries: readonly BatchEntry<unknown>[], outcomes: readonly Outcome[]): object {
  const answers = entries.map(({ id }, i) => ({ id, outcome: outcomes[i] ?? {} }));
  const Successful = answers.flatMap(({ id, outcome }) =>
    outcome instanceof ServiceError ? [] : { Id: id, ...outcome },
  );
  const Failed = answers.flatMap(({ id, outcome }) =>
    outcome instanceof ServiceError ? failedEntry(id, outcome) : [],
  );
  return { ...(Successful.length > 0 && { Successful }), ...(Failed.length > 0 && { Failed }) };
}
