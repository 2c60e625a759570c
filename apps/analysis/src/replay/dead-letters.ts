import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { encodeRecord, normalise } from '@tickerlake/record-schema';
import { NAMES, queueUrl } from '../local-resources.ts';
import { type LeftOver, type Replay, withoutValues } from './replay.ts';

const QUEUE = queueUrl(NAMES.logs);
const DEAD_LETTERS = queueUrl(NAMES.deadLetters);
/** Long enough that no message comes twice while the others are looked at. */
const LOOK_SECONDS = 300;

/**
 * Sends the dead letters that can be read now to the processor again. Of a message that can be read in part, the rest
 * stays, with the reason it had. Sent before it is deleted: an interruption repeats records, which readers see once.
 */
export async function replayDeadLetters(sqs: SQSClient, dryRun: boolean): Promise<Replay> {
  const left: (LeftOver & { readonly message: Message })[] = [];
  let records = 0;
  for (let messages = await receive(sqs); messages.length > 0; messages = await receive(sqs)) {
    for (const message of messages) {
      const { lines, unreadable, reason } = readLetter(message);
      records += lines.length;
      if (unreadable.length > 0 || dryRun) left.push({ place: 'dead letters', reason, message });
      if (dryRun || lines.length === 0) continue;
      await send(sqs, QUEUE, lines, { records: { DataType: 'Number', StringValue: String(lines.length) } });
      if (unreadable.length > 0) await send(sqs, DEAD_LETTERS, unreadable, message.MessageAttributes ?? {});
      await sqs.send(new DeleteMessageCommand({ QueueUrl: DEAD_LETTERS, ReceiptHandle: message.ReceiptHandle }));
    }
  }
  for (const { message } of left) await giveBack(sqs, message);
  return { records, left: left.filter(({ reason }) => reason !== '').map(({ place, reason }) => ({ place, reason })) };
}

/** A dead letter taken apart: records as lines, the lines that still are none, and why. */
export function readLetter({ Body: body = '' }: Message): {
  readonly lines: readonly string[];
  readonly unreadable: readonly string[];
  readonly reason: string;
} {
  const lines: string[] = [];
  const unreadable: string[] = [];
  const reasons = new Set<string>();
  for (const outcome of normalise(body)) {
    if (outcome.status === 'ok') lines.push(encodeRecord(outcome.record));
    if (outcome.status !== 'failed') continue;
    unreadable.push(outcome.text);
    reasons.add(withoutValues(outcome.reason));
  }
  return { lines, unreadable, reason: [...reasons].join('; ') };
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
  lines: readonly string[],
  MessageAttributes: Record<string, MessageAttributeValue>,
): Promise<unknown> => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: lines.join('\n'), MessageAttributes }));

/** Whoever looks next need not wait. A message that was sent anew is gone, and that is as well. */
const giveBack = (sqs: SQSClient, { ReceiptHandle }: Message): Promise<unknown> =>
  sqs
    .send(new ChangeMessageVisibilityCommand({ QueueUrl: DEAD_LETTERS, ReceiptHandle, VisibilityTimeout: 0 }))
    .catch(() => undefined);
