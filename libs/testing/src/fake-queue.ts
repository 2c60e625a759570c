import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** What goes wrong with one request. */
export type QueueFault =
  | {
      readonly kind: 'refuse';
      readonly ids: 'all' | readonly string[];
      readonly code?: string;
      readonly senderFault?: boolean;
    }
  /** The answer leaves these out. */
  | { readonly kind: 'forget'; readonly ids: readonly string[] }
  /** Takes nothing, or all of it, and fails as a whole. */
  | { readonly kind: 'fail'; readonly takes: boolean };

/** The faults of the requests, by their order. */
export type QueueFaults = readonly (QueueFault | undefined)[] | ((request: number) => QueueFault | undefined);

interface AttributeValue {
  readonly DataType?: string | undefined;
  readonly StringValue?: string | undefined;
}

/** A message of a `SendMessageBatch`, of which the service asks for an id and a body. */
interface QueueEntry {
  readonly Id?: string | undefined;
  readonly MessageBody?: string | undefined;
  readonly MessageAttributes?: Readonly<Record<string, AttributeValue>> | undefined;
}

/** What `SendMessageBatch` takes. */
interface QueueBatch {
  readonly Entries?: readonly QueueEntry[] | undefined;
}

/** What `SendMessageBatch` answers. */
interface QueueAnswer {
  readonly Successful: readonly { Id: string; MessageId: string; MD5OfMessageBody: string }[];
  readonly Failed: readonly { Id: string; SenderFault: boolean; Code: string }[];
}

/** A queue behind a client, as far as sending sees it. */
export interface FakeQueue {
  /** Entries taken, in order, and their bodies. */
  readonly taken: readonly QueueEntry[];
  readonly bodies: readonly string[];
  /** Requests as they came, failed ones included. */
  readonly requests: readonly (readonly QueueEntry[])[];
  /** Does what a client's `send` does with a `SendMessageBatchCommand`. */
  send(command: { readonly input: QueueBatch }, options?: { readonly abortSignal?: AbortSignal }): Promise<QueueAnswer>;
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

const isStruck = (fault: QueueFault | undefined, id: string): boolean =>
  fault !== undefined && fault.kind !== 'fail' && (fault.ids === 'all' || fault.ids.includes(id));

/** A queue in memory with faults to order, request by request. */
export function createFakeQueue(faults: QueueFaults = []): FakeQueue {
  const queued: QueueEntry[] = [];
  const bodies: string[] = [];
  const requests: (readonly QueueEntry[])[] = [];
  const take = (entries: readonly QueueEntry[]): void => {
    queued.push(...entries);
    bodies.push(...entries.map(({ MessageBody = '' }) => MessageBody));
  };
  return {
    taken: queued,
    bodies,
    requests,
    async send({ input: { Entries = [] } }, { abortSignal } = {}) {
      abortSignal?.throwIfAborted();
      const fault = typeof faults === 'function' ? faults(requests.length) : faults[requests.length];
      requests.push(Entries);
      const taken = Entries.filter(({ Id = '' }) => !isStruck(fault, Id));
      if (fault?.kind !== 'fail' || fault.takes) take(taken);
      if (fault?.kind === 'fail') throw Object.assign(new Error('Connection reset'), { name: 'ECONNRESET' });
      const refused = fault?.kind === 'refuse' ? Entries.filter((entry) => !taken.includes(entry)) : [];
      const { code = 'InternalFailure', senderFault = false } = fault?.kind === 'refuse' ? fault : {};
      return {
        Successful: taken.map(({ Id = '', MessageBody = '' }) => ({
          Id,
          MessageId: `m${Id}`,
          MD5OfMessageBody: md5(MessageBody),
        })),
        Failed: refused.map(({ Id = '' }) => ({ Id, SenderFault: senderFault, Code: code })),
      };
    },
  };
}

/** Does over HTTP what the queue does with a `SendMessageBatch`, whose body this is. */
export async function answerBatch(queue: FakeQueue, body: string, response: ServerResponse): Promise<void> {
  const input: QueueBatch = JSON.parse(body);
  const answer = await queue.send({ input });
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  response.end(JSON.stringify(answer));
}
