import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { encodeRecord, normalise, withoutValues } from '@tickerlake/record-schema';
import { NAMES, queueUrl } from '../local-resources.ts';
import type { LeftOver, Replay } from './replay.ts';

const QUEUE = queueUrl(NAMES.logs);
const DEAD_LETTERS = queueUrl(NAMES.deadLetters);
/** Long enough that no message comes twice while the others are looked at. */
const LOOK_SECONDS = 300;
const NEW_LINE = Buffer.from('\n');

/**
 * Sends the dead letters that can be read now to the processor again. Of a message that can be read in part, the rest
 * stays, with the attributes it had. Sent before it is deleted: an interruption repeats records, which readers see once.
 */
export async function replayDeadLetters(sqs: SQSClient, dryRun: boolean): Promise<Replay> {
  const left: LeftOver[] = [];
  const untouched: Message[] = [];
  let records = 0;
  for (let messages = await receive(sqs); messages.length > 0; messages = await receive(sqs)) {
    for (const message of messages) {
      const { lines, rest, reason } = readLetter(message);
      records += lines.length;
      if (rest !== undefined) left.push({ place: 'dead letters', reason });
      if (dryRun || lines.length === 0) untouched.push(message);
      else await putBack(sqs, message, lines, rest);
    }
  }
  for (const message of untouched) await giveBack(sqs, message);
  return { records, left };
}

/** A dead letter taken apart. */
export interface ReadLetter {
  /** Its records, a canonical line each. */
  readonly lines: readonly string[];
  /** The body of what still is none, encoded as it was; absent when nothing is left. */
  readonly rest?: string;
  /** Why that cannot be read. */
  readonly reason: string;
}

export function readLetter({ Body: body = '', MessageAttributes: attributes = {} }: Message): ReadLetter {
  const part = attributes['part']?.StringValue;
  if (part !== undefined) return { lines: [], rest: body, reason: `part ${part} of a piece larger than a message` };
  const inBase64 = attributes['encoding']?.StringValue === 'base64';
  const outcomes = normalise(inBase64 ? Buffer.from(body, 'base64') : body);
  const lines = outcomes.flatMap((outcome) => (outcome.status === 'ok' ? encodeRecord(outcome.record) : []));
  const failed = outcomes.filter((outcome) => outcome.status === 'failed');
  const reason = [...new Set(failed.map((outcome) => withoutValues(outcome.reason)))].join('; ');
  if (failed.length === 0) return { lines, reason };
  if (lines.length === 0) return { lines, rest: body, reason };
  const bytes = Buffer.concat(failed.flatMap((outcome) => [outcome.bytes ?? Buffer.from(outcome.text), NEW_LINE]));
  return { lines, rest: bytes.toString(inBase64 ? 'base64' : 'utf8'), reason };
}

async function putBack(sqs: SQSClient, message: Message, lines: readonly string[], rest?: string): Promise<void> {
  const records = { DataType: 'Number', StringValue: String(lines.length) };
  await send(sqs, QUEUE, lines.join('\n'), { records });
  if (rest !== undefined) await send(sqs, DEAD_LETTERS, rest, message.MessageAttributes ?? {});
  await sqs.send(new DeleteMessageCommand({ QueueUrl: DEAD_LETTERS, ReceiptHandle: message.ReceiptHandle }));
}

async function receive(sqs: SQSClient): Promise<readonly Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: DEAD_LETTERS,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: LOOK_SECONDS,
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages;
}

const send = (
  sqs: SQSClient,
  QueueUrl: string,
  MessageBody: string,
  MessageAttributes: Record<string, MessageAttributeValue>,
): Promise<unknown> => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes }));

/** Whoever looks next need not wait. */
const giveBack = (sqs: SQSClient, { ReceiptHandle }: Message): Promise<unknown> =>
  sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: DEAD_LETTERS, ReceiptHandle, VisibilityTimeout: 0 }));
