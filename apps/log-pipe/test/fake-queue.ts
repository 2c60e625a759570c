import type { SendMessageBatchCommand, SendMessageBatchCommandOutput } from '@aws-sdk/client-sqs';
import type { QueueClient } from '../src/send-messages.ts';

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

type Entries = NonNullable<SendMessageBatchCommand['input']['Entries']>;

/** A queue behind a client, as far as sending sees it. */
export interface FakeQueue extends QueueClient {
  /** Bodies taken, in order. */
  readonly bodies: readonly string[];
  /** Requests as they came, failed ones included. */
  readonly requests: readonly Entries[];
}

const isStruck = (fault: QueueFault | undefined, id: string): boolean =>
  fault !== undefined && fault.kind !== 'fail' && (fault.ids === 'all' || fault.ids.includes(id));

/** A queue in memory with faults to order, request by request. */
export function createFakeQueue(
  faults: readonly (QueueFault | undefined)[] | ((request: number) => QueueFault | undefined) = [],
): FakeQueue {
  const bodies: string[] = [];
  const requests: Entries[] = [];
  return {
    bodies,
    requests,
    async send({ input: { Entries = [] } }, { abortSignal }): Promise<SendMessageBatchCommandOutput> {
      abortSignal.throwIfAborted();
      const fault = typeof faults === 'function' ? faults(requests.length) : faults[requests.length];
      requests.push(Entries);
      const taken = Entries.filter(({ Id = '' }) => !isStruck(fault, Id));
      if (fault?.kind !== 'fail' || fault.takes) bodies.push(...taken.map(({ MessageBody = '' }) => MessageBody));
      if (fault?.kind === 'fail') throw Object.assign(new Error('Connection reset'), { name: 'ECONNRESET' });
      const refused = fault?.kind === 'refuse' ? Entries.filter((entry) => !taken.includes(entry)) : [];
      const { code = 'InternalFailure', senderFault = false } = fault?.kind === 'refuse' ? fault : {};
      return {
        $metadata: {},
        Successful: taken.map(({ Id }) => ({ Id, MessageId: `m${Id}`, MD5OfMessageBody: '' })),
        Failed: refused.map(({ Id }) => ({ Id, SenderFault: senderFault, Code: code })),
      };
    },
  };
}
