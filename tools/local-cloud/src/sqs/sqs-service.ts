import { type Fields, optionalText } from '../fields.ts';
import { type JsonDialect, jsonService } from '../json-service.ts';
import { internalFailure, type Service, ServiceError } from '../service.ts';
import { attempt, batchAnswer, batchTooLong, type Outcome, readBatch } from './batch.ts';
import type { MessageDraft } from './message.ts';
import { attributesChecksum, bodyChecksum, messageBytes } from './message-attributes.ts';
import { invalidValue, numberWithin, readMessage, refuseForeign, required, writeMessage } from './message-fields.ts';
import { MessageMoves } from './message-moves.ts';
import { type Queue, VISIBILITY_MAX_SECONDS } from './queue.ts';
import { queueAttributes, SYSTEM_ATTRIBUTES } from './queue-attributes.ts';

/** A message, and all of a batch together. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const SEND_MAX_BYTES = 1 << 20;
/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
const RECEIVE_MAX_MESSAGES = 10;
export const WAIT_MAX_SECONDS = 20;

/** Errors whose name in the query protocol, which SQS spoke before, is another: clients get both. */
const QUERY_PREFIX = 'AWS.SimpleQueueService.';
const PREFIXED =
  /^(Batch|EmptyBatch|InvalidBatchEntryId|MessageNotInflight|PurgeQueueInProgress|TooManyEntries|UnsupportedOperation)/;

/** @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait */
const DIALECT: JsonDialect = {
  contentType: 'application/x-amz-json-1.0',
  errorType: (code) => `com.amazonaws.sqs#${code}`,
  errorHeaders: ({ code, status }) => {
    const queryCode =
      code === 'QueueDoesNotExist'
        ? `${QUERY_PREFIX}NonExistentQueue`
        : `${PREFIXED.test(code) ? QUERY_PREFIX : ''}${code}`;
    return { 'x-amzn-query-error': `${queryCode};${status < 500 ? 'Sender' : 'Receiver'}` };
  },
};

/** SQS: standard queues. `endpoint` begins the queues' URLs. */
export function sqsService(queues: ReadonlyMap<string, Queue>, endpoint: () => string): Service {
  const moves = new MessageMoves(queues);
  const named = (name: string): Queue => queues.get(name) ?? noQueue(name);
  const at = (fields: Fields): Queue => named(queueName(required(fields, 'QueueUrl')));
  return jsonService(
    'SQS',
    'AmazonSQS',
    {
      SendMessage: (fields) => sendMessage(at(fields), fields),
      SendMessageBatch: (fields) => sendMessageBatch(at(fields), fields),
      ReceiveMessage: (fields) => receiveMessage(at(fields), fields),
      DeleteMessage: (fields) => deleteMessage(at(fields), fields),
      DeleteMessageBatch: (fields) => eachOf(fields, (entry) => deleteMessage(at(fields), entry)),
      ChangeMessageVisibility: (fields) => changeVisibility(at(fields), fields),
      ChangeMessageVisibilityBatch: (fields) => eachOf(fields, (entry) => changeVisibility(at(fields), entry)),
      GetQueueUrl: (fields) => ({ QueueUrl: named(required(fields, 'QueueName')).url(endpoint()) }),
      GetQueueAttributes: (fields) => ({ Attributes: queueAttributes(at(fields), names(fields, 'AttributeNames')) }),
      ListQueues: (fields) => listQueues([...queues.values()], fields, endpoint()),
      PurgeQueue: (fields) => (at(fields).purge(), {}),
      StartMessageMoveTask: (fields) => moves.start(fields),
      ListMessageMoveTasks: (fields) => moves.list(fields),
    },
    DIALECT,
  );
}

function noQueue(name: string): never {
  throw new ServiceError('QueueDoesNotExist', `The specified queue does not exist: ${name}.`);
}

/** The name at the end of a queue's URL; where it points is the client's affair. */
function queueName(url: string): string {
  const [, name] = /^https?:\/\/[^/]+\/\d{12}\/([^/]+)$/.exec(url) ?? [];
  if (name !== undefined) return name;
  throw new ServiceError('InvalidAddress', `The address ${url} is not a queue's URL: GetQueueUrl tells it.`, 404);
}

function names(fields: Fields, member: string): string[] {
  const value = fields[member] ?? [];
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value;
  throw new ServiceError('SerializationException', `${member} must be a list of strings`);
}

const receiptOf = (draft: MessageDraft, messageId: string) => ({
  MessageId: messageId,
  MD5OfMessageBody: bodyChecksum(draft.body),
  MD5OfMessageAttributes: attributesChecksum(draft.attributes),
});

function sendMessage(queue: Queue, fields: Fields): object {
  const draft = readMessage(fields);
  const bytes = messageBytes(draft.body, draft.attributes);
  if (bytes > SEND_MAX_BYTES)
    throw new ServiceError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${SEND_MAX_BYTES + 1} bytes, and has ${bytes}.`,
    );
  const [outcome] = queue.send([draft]);
  if (!outcome || outcome instanceof ServiceError) throw outcome ?? internalFailure('No message');
  return receiptOf(draft, outcome.messageId);
}

function sendMessageBatch(queue: Queue, fields: Fields): object {
  const entries = readBatch(fields);
  const drafts = entries.map((entry) => attempt(() => readMessage(entry.fields)));
  const valid = drafts.flatMap((draft) => (draft instanceof ServiceError ? [] : draft));
  const bytes = valid.reduce((sum, { body, attributes }) => sum + messageBytes(body, attributes), 0);
  if (bytes > SEND_MAX_BYTES) throw batchTooLong(bytes, SEND_MAX_BYTES);
  const sent = queue.send(valid).values();
  const outcomes = drafts.map((draft): Outcome => {
    if (draft instanceof ServiceError) return draft;
    const outcome = sent.next().value ?? internalFailure('No outcome');
    return outcome instanceof ServiceError ? outcome : receiptOf(draft, outcome.messageId);
  });
  return batchAnswer(entries, outcomes);
}

async function receiveMessage(queue: Queue, fields: Fields): Promise<object> {
  refuseForeign(fields);
  const system = [...names(fields, 'AttributeNames'), ...names(fields, 'MessageSystemAttributeNames')];
  const unknown = system.find((name) => !SYSTEM_ATTRIBUTES.has(name));
  if (unknown !== undefined) throw new ServiceError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  const attributes = names(fields, 'MessageAttributeNames');
  const waitSeconds = numberWithin(fields, 'WaitTimeSeconds', 0, WAIT_MAX_SECONDS);
  const visibilitySeconds = numberWithin(fields, 'VisibilityTimeout', 0, VISIBILITY_MAX_SECONDS);
  const messages = await queue.receive({
    max: numberWithin(fields, 'MaxNumberOfMessages', 1, RECEIVE_MAX_MESSAGES) ?? 1,
    waitMs: waitSeconds === undefined ? (queue.setup.receiveWaitMs ?? 0) : waitSeconds * 1000,
    visibilityTimeoutMs: visibilitySeconds === undefined ? undefined : visibilitySeconds * 1000,
  });
  const wantsSystem = (name: string) => system.includes('All') || system.includes(name);
  const wants = (name: string) => attributes.some((pattern) => isWanted(name, pattern));
  return messages.length > 0 ? { Messages: messages.map((one) => writeMessage(one, wantsSystem, wants)) } : {};
}

/** A pattern is a name, the beginning of names and `.*`, or `All`. */
function isWanted(name: string, pattern: string): boolean {
  if (pattern === 'All' || pattern === '.*') return true;
  return pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -2)) : name === pattern;
}

function deleteMessage(queue: Queue, fields: Fields): object {
  queue.delete(required(fields, 'ReceiptHandle'));
  return {};
}

function changeVisibility(queue: Queue, fields: Fields): object {
  const seconds = numberWithin(fields, 'VisibilityTimeout', 0, VISIBILITY_MAX_SECONDS);
  if (seconds === undefined) throw invalidValue('null', 'VisibilityTimeout', 'It must be there');
  queue.changeVisibility(required(fields, 'ReceiptHandle'), seconds * 1000);
  return {};
}

function eachOf(fields: Fields, work: (entry: Fields) => object): object {
  const entries = readBatch(fields);
  return batchAnswer(
    entries,
    entries.map((entry) => attempt(() => work(entry.fields))),
  );
}

function listQueues(queues: readonly Queue[], fields: Fields, endpoint: string): object {
  const prefix = optionalText(fields, 'QueueNamePrefix', { min: 0 }) ?? '';
  const found = queues.filter(({ name }) => name.startsWith(prefix)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return found.length > 0 ? { QueueUrls: found.map((queue) => queue.url(endpoint)) } : {};
}
