import { createHash } from 'node:crypto';
import { type GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { PublishCommand } from '@aws-sdk/client-sns';
import { createFakeQueue, type QueueFaults } from '@tickerlake/testing';
import type { HandlerOptions } from '../src/create-handler.ts';

/** One call of a service. */
interface Call {
  /** 0 for the first of all. */
  readonly index: number;
  readonly operation: 'PutObject' | 'GetObject' | 'Publish' | 'SendMessageBatch';
  /** Key of the object; id of the notice. */
  readonly name: string;
}

/** Fails before the service acts, or after it did; an error of your own, or a lost connection. */
export interface CallFault {
  readonly when: 'before' | 'after';
  readonly error?: Error;
}

interface Letter {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A bucket, a topic and a queue behind their clients, in memory. */
export interface FakeAws {
  readonly clients: HandlerOptions['clients'];
  readonly objects: ReadonlyMap<string, Buffer>;
  /** Messages of the topic, with their attributes. */
  readonly notices: readonly { readonly notice: Record<string, unknown>; readonly attributes: Letter['attributes'] }[];
  readonly letters: readonly Letter[];
  readonly calls: readonly Call[];
  /** The most calls that were on their way at once. */
  readonly mostAtOnce: () => number;
  /** Decides what goes wrong. */
  fault: (call: Call) => CallFault | undefined;
}

const named = (name: string): Error => Object.assign(new Error(`${name} on order`), { name });

const plain = (
  attributes: Readonly<Record<string, { DataType?: string | undefined; StringValue?: string | undefined }>> = {},
) => Object.fromEntries(Object.entries(attributes).map(([name, { StringValue = '' }]) => [name, StringValue]));

interface CallOptions {
  readonly abortSignal: AbortSignal;
}

/** @param queueFaults What the dead-letter queue does to the requests of its own, by their order. */
export function createFakeAws(queueFaults: QueueFaults = []): FakeAws {
  const objects = new Map<string, Buffer>();
  const notices: FakeAws['notices'][number][] = [];
  const deadLetters = createFakeQueue(queueFaults);
  const calls: Call[] = [];
  let [onTheirWay, most] = [0, 0];

  const serve = async <T>(
    operation: Call['operation'],
    name: string,
    signal: AbortSignal,
    act: () => T | Promise<T>,
  ): Promise<T> => {
    signal.throwIfAborted();
    const call = { index: calls.length, operation, name };
    calls.push(call);
    const fault = fake.fault(call);
    most = Math.max(most, (onTheirWay += 1));
    // As long as a real answer takes to come, other calls begin.
    await new Promise(setImmediate);
    onTheirWay -= 1;
    if (fault?.when === 'before') throw fault.error ?? named('ECONNRESET');
    const answer = await act();
    if (fault) throw fault.error ?? named('ECONNRESET');
    return answer;
  };

  const put = ({ Key = '', Body, IfNoneMatch, ChecksumSHA256 }: PutObjectCommand['input']) => {
    if (!Buffer.isBuffer(Body)) throw named('NotABuffer');
    const bytes = Buffer.from(Body);
    if (createHash('sha256').update(bytes).digest('base64') !== ChecksumSHA256) throw named('BadDigest');
    if (IfNoneMatch === '*' && objects.has(Key)) throw named('PreconditionFailed');
    objects.set(Key, bytes);
  };
  const get = ({ Key = '' }: GetObjectCommand['input']) => {
    const bytes = objects.get(Key);
    if (bytes === undefined) throw named('NoSuchKey');
    return { Body: { transformToByteArray: async () => new Uint8Array(bytes) } };
  };
  const publish = ({ Message = '', MessageAttributes }: PublishCommand['input']) => {
    const notice: Record<string, unknown> = JSON.parse(Message);
    notices.push({ notice, attributes: plain(MessageAttributes) });
  };

  function sendToS3(command: PutObjectCommand, options: CallOptions): Promise<void>;
  function sendToS3(command: GetObjectCommand, options: CallOptions): Promise<ReturnType<typeof get>>;
  function sendToS3(command: PutObjectCommand | GetObjectCommand, { abortSignal }: CallOptions): Promise<unknown> {
    const { Key = '' } = command.input;
    return command instanceof PutObjectCommand
      ? serve('PutObject', Key, abortSignal, () => put(command.input))
      : serve('GetObject', Key, abortSignal, () => get(command.input));
  }

  const fake: FakeAws = {
    objects,
    notices,
    get letters() {
      return deadLetters.taken.map(({ MessageBody = '', MessageAttributes }) => ({
        body: MessageBody,
        attributes: plain(MessageAttributes),
      }));
    },
    calls,
    mostAtOnce: () => most,
    fault: () => undefined,
    clients: {
      s3: { send: sendToS3 },
      sns: {
        send: ({ input }, { abortSignal }) =>
          serve('Publish', input.MessageAttributes?.['id']?.StringValue ?? '', abortSignal, () => publish(input)),
      },
      sqs: {
        send: (command, options) =>
          serve('SendMessageBatch', '', options.abortSignal, () => deadLetters.send(command, options)),
      },
    },
  };
  return fake;
}

/** Kills the process after that many calls: the last one may have been carried out, and nothing happens after it. */
export const crashAfter =
  (calls: number, when: CallFault['when']): FakeAws['fault'] =>
  ({ index }) => {
    if (index < calls) return undefined;
    return { when: index === calls ? when : 'before', error: named('Killed') };
  };
