import type { Clock } from '../clock.ts';
import { ACCOUNT_ID } from '../service.ts';
import type { Queue, QueueFaults } from '../sqs/queue.ts';

/** A subscription that is there from the start. */
export interface DeclaredSubscription {
  readonly protocol: 'sqs' | 'http';
  /** Name of a queue, or URL on this machine. */
  readonly endpoint: string;
  /** As AWS has it, by message attributes. */
  readonly filterPolicy?: Readonly<Record<string, unknown>> | undefined;
  /** The message as it was published, without an envelope. @default false */
  readonly rawMessageDelivery?: boolean | undefined;
}

export interface TopicSetup {
  readonly name: string;
  readonly dir: string;
  readonly region: string;
  readonly subscriptions: readonly DeclaredSubscription[];
  readonly queues: ReadonlyMap<string, Queue>;
  /** Begins the URLs that subscribers get; asked when a message is written. */
  readonly endpoint: () => string;
  readonly faults: QueueFaults;
  readonly clock: Clock;
}

/** A topic and its subscriptions. */
export class Topic {
  readonly setup: TopicSetup;
  readonly name: string;
  readonly arn: string;
  readonly counts = { published: 0, refused: 0, delivered: 0, failed: 0 };

  /** Throws `InvalidOptionsError` for a subscription that cannot be. */
  constructor(setup: TopicSetup) {
    this.setup = setup;
    this.name = setup.name;
    this.arn = `arn:aws:sns:${setup.region}:${ACCOUNT_ID}:${setup.name}`;
  }

  /** Messages that HTTP endpoints have not answered for yet. */
  get pending(): number {
    return 0;
  }

  /** Starts delivering to HTTP endpoints what an earlier run left. To be called once the server listens. */
  begin(): void {}

  /** Ends deliveries; what is pending stays for the next start. */
  async stop(): Promise<void> {}
}
