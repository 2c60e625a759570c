import { isObject, type JsonObject, parseJson } from '../json-value.ts';
import type { SourceRecord } from './source-record.ts';
import type { Transformed, TransformError } from './transformed.ts';

type Attempt = Pick<TransformError, 'attempts' | 'endedMs'>;

/** What Firehose writes of each kind of wrong answer. */
const MESSAGES = {
  'Lambda.JsonProcessingException':
    'The Lambda response could not be read: it must be a JSON object whose records are a list of objects.',
  'Lambda.MissingRecordId':
    'One or more record Ids were not returned. Ensure that the Lambda function returns all received record Ids.',
  'Lambda.DuplicatedRecordId':
    'Multiple records were returned with the same record Id. Ensure that the Lambda function returns a unique record Id for each record.',
  'Lambda.FunctionError':
    'The Lambda function was successfully invoked but it returned an error result: result must be Ok, Dropped or ProcessingFailed, data of an Ok record base64, metadata.partitionKeys texts.',
  'Lambda.ProcessingFailedStatus': 'ProcessingFailed status set for record',
} as const;
type Code = keyof typeof MESSAGES;

interface Answer {
  readonly recordId: string;
  readonly result?: unknown;
  readonly data?: unknown;
  readonly metadata?: unknown;
}

/**
 * Matches a response with its batch. Every record id must come back exactly once; a wrong answer costs the record it is
 * about. An answer about no record of the batch makes the whole response untrustworthy: all its records fail, none is lost.
 */
export function readResponse(payload: Buffer, batch: readonly SourceRecord[], attempt: Attempt): Transformed[] {
  const answers = parse(payload);
  const ids = new Set(batch.map(({ recordId }) => recordId));
  const failed = (record: SourceRecord, code: Code): Transformed => ({
    result: 'ProcessingFailed',
    record,
    error: { code, message: MESSAGES[code], ...attempt },
  });
  if (!answers) return batch.map((record) => failed(record, 'Lambda.JsonProcessingException'));
  if (answers.some(({ recordId }) => !ids.has(recordId)))
    return batch.map((record) => failed(record, 'Lambda.MissingRecordId'));
  const byId = new Map<string, Answer[]>();
  for (const answer of answers) byId.set(answer.recordId, [...(byId.get(answer.recordId) ?? []), answer]);
  return batch.map((record) => {
    const [answer, second] = byId.get(record.recordId) ?? [];
    if (!answer) return failed(record, 'Lambda.MissingRecordId');
    if (second) return failed(record, 'Lambda.DuplicatedRecordId');
    if (answer.result === 'Dropped') return { result: 'Dropped', record };
    if (answer.result === 'ProcessingFailed') return failed(record, 'Lambda.ProcessingFailedStatus');
    const data = answer.result === 'Ok' ? fromBase64(answer.data) : undefined;
    const partitionKeys = partitionKeysOf(answer.metadata);
    return data && partitionKeys
      ? { result: 'Ok', record, data, partitionKeys }
      : failed(record, 'Lambda.FunctionError');
  });
}

function parse(payload: Buffer): Answer[] | undefined {
  const response = parseJson(payload.toString());
  const records: unknown = isObject(response) ? response['records'] : undefined;
  return Array.isArray(records) && records.every(isAnswer) ? records : undefined;
}

const isAnswer = (value: unknown): value is Answer => isObject(value) && typeof value['recordId'] === 'string';

/** The bytes, or `undefined` where the text is not base64: Node would skip what it cannot read. */
function fromBase64(text: unknown): Buffer | undefined {
  if (typeof text !== 'string' || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  return Buffer.from(text, 'base64');
}

function partitionKeysOf(metadata: unknown): JsonObject | undefined {
  const keys = isObject(metadata) ? (metadata['partitionKeys'] ?? {}) : {};
  return isObject(keys) && Object.values(keys).every((value) => typeof value === 'string') ? keys : undefined;
}
