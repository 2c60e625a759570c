import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { encodeRecord, normalise, withoutValues } from '@tickerlake/record-schema';
import type { LeftOver, Replay } from './replay.ts';
import type { ReplayPlace } from './replay-place.ts';

/** Long enough that no message comes twice while the others are looked at. */
const HIDDEN_SECONDS = 300;
/** Messages of a look: what SQS gives at once. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
const MESSAGES = 10;
const NEW_LINE = Buffer.from('\n');

/**
 * Sends the dead letters that can be read now to the processor again. Of a message that can be read in part, the rest
 * stays, with the attributes it had. Sent before it is deleted: an interruption repeats records, which readers see once.
 */
export async function replayDeadLetters(place: ReplayPlace, dryRun: boolean): Promise<Replay> {
  const left: LeftOver[] = [];
  const staying: Message[] = [];
  const partly: { readonly message: Message; readonly rest: string }[] = [];
  let records = 0;
  for await (const message of lettersOf(place)) {
    const { lines, rest, reason } = readLetter(message);
    records += lines.length;
    if (rest !== undefined) left.push({ place: 'dead letters', reason });
    if (dryRun || lines.length === 0) staying.push(message);
    else {
      await sendLines(place, lines);
      if (rest === undefined) await remove(place, message);
      else partly.push({ message, rest });
    }
  }
  // Not before all were looked at: else it would be looked at itself.
  for (const { message, rest } of partly) {
    await send(place, place.deadLetterQueueUrl, rest, message.MessageAttributes ?? {});
    await remove(place, message);
  }
  for (const message of staying) await giveBack(place, message);
  return { records, left };
}

/** Every dead letter that is there, once, even where the look at them takes so long that they come again. */
async function* lettersOf(place: ReplayPlace): AsyncGenerator<Message> {
  const seen = new Set<string>();
  for (;;) {
    const fresh = (await receive(place)).filter(({ MessageId: id = '' }) => !seen.has(id));
    if (fresh.length === 0) return;
    for (const message of fresh) seen.add(message.MessageId ?? '');
    yield* fresh;
  }
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

const sendLines = (place: ReplayPlace, lines: readonly string[]): Promise<unknown> =>
  send(place, place.queueUrl, lines.join('\n'), {
    records: { DataType: 'Number', StringValue: String(lines.length) },
  });

async function receive({ sqs, deadLetterQueueUrl, lookSeconds }: ReplayPlace): Promise<readonly Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: deadLetterQueueUrl,
      MaxNumberOfMessages: MESSAGES,
      VisibilityTimeout: HIDDEN_SECONDS,
      WaitTimeSeconds: lookSeconds,
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages;
}

const send = (
  { sqs }: ReplayPlace,
  QueueUrl: string,
  MessageBody: string,
  MessageAttributes: Record<string, MessageAttributeValue>,
): Promise<unknown> => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes }));

const remove = ({ sqs, deadLetterQueueUrl: QueueUrl }: ReplayPlace, { ReceiptHandle }: Message): Promise<unknown> =>
  sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));

/** Whoever looks next need not wait. */
const giveBack = ({ sqs, deadLetterQueueUrl: QueueUrl }: ReplayPlace, { ReceiptHandle }: Message): Promise<unknown> =>
  sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
