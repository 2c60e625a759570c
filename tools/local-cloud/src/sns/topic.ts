import { randomBytes, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { InvalidOptionsError } from '../errors.ts';
import { ACCOUNT_ID, internalFailure, ServiceError } from '../service.ts';
import { ATTRIBUTES_MAX } from '../sqs/message-attributes.ts';
import { type Queue, type QueueFaults, REJECTED, type SendOutcome } from '../sqs/queue.ts';
import { type DiskFault, writeJsonFile } from '../state/disk.ts';
import { type FilterPolicy, matchesPolicy } from './filter-policy.ts';
import { HttpDelivery, type Post } from './http-delivery.ts';
import { confirmationRequest, type Context, notification, type Publication } from './notification.ts';
import {
  equalAttributes,
  loopbackUrl,
  type Protocol,
  readPolicy,
  readSubscriptions,
  type Subscription,
  type SubscriptionAttributes,
} from './subscription.ts';

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
  /** Begins the links in messages; asked when one is written. */
  readonly endpoint: () => string;
  readonly faults: QueueFaults;
  readonly clock: Clock;
}

/** A subscription with what it takes to serve it. */
interface Subscriber {
  readonly subscription: Subscription;
  readonly policy: FilterPolicy | undefined;
  /** For an HTTP endpoint; a queue is looked up for each message, for queues come and go. */
  readonly delivery: HttpDelivery | undefined;
}

/**
 * A topic and its subscriptions. A message is in the queues that it is for, or in the log of pending posts, before its
 * publish is acknowledged.
 */
export class Topic {
  readonly setup: TopicSetup;
  readonly name: string;
  readonly arn: string;
  readonly counts = { published: 0, refused: 0, delivered: 0, failed: 0 };
  readonly #file: string;
  /** By ARN. */
  #subscribers: ReadonlyMap<string, Subscriber> = new Map();

  /** Throws `InvalidOptionsError` for a subscription that cannot be. */
  constructor(setup: TopicSetup) {
    this.setup = setup;
    this.name = setup.name;
    this.arn = `arn:aws:sns:${setup.region}:${ACCOUNT_ID}:${setup.name}`;
    this.#file = join(setup.dir, 'subscriptions.json');
    const kept = readSubscriptions(this.#file);
    try {
      const declared = setup.subscriptions.map((one) => this.#declared(one, kept));
      const added = kept.filter((one) => !one.isDeclared && !declared.some(({ arn }) => arn === one.arn));
      // No fault strikes here: it would be one of the start, not of a call.
      this.#keep(
        [...declared.map((one) => this.#checked(one)), ...added.map((one) => this.#open(one))],
        () => undefined,
      );
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      throw new InvalidOptionsError(`topics.${this.name}: ${error.message}.`, { cause: error });
    }
  }

  /** The subscription that the options name, the one of the last run if there was one. */
  #declared(
    { protocol, endpoint, filterPolicy, rawMessageDelivery = false }: DeclaredSubscription,
    kept: readonly Subscription[],
  ): Subscription {
    const where =
      protocol === 'http' ? loopbackUrl(endpoint) : `arn:aws:sqs:${this.setup.region}:${ACCOUNT_ID}:${endpoint}`;
    const known = kept.find((one) => one.protocol === protocol && one.endpoint === where);
    return { ...(known ?? this.#new(protocol, where)), filterPolicy, rawMessageDelivery, isDeclared: true };
  }

  #new(protocol: Protocol, endpoint: string): Subscription {
    const facts = {
      arn: `${this.arn}:${randomUUID()}`,
      token: randomBytes(64).toString('hex'),
      isConfirmed: protocol === 'sqs',
    };
    return { ...facts, protocol, endpoint, rawMessageDelivery: false, isDeclared: false };
  }

  #isThere({ protocol, endpoint }: Subscription): boolean {
    return protocol !== 'sqs' || this.#queue(endpoint) !== undefined;
  }

  #queue(wanted: string): Queue | undefined {
    return [...this.setup.queues.values()].find(({ arn }) => arn === wanted);
  }

  #open(subscription: Subscription): Subscriber {
    const delivery = subscription.protocol === 'http' ? this.#delivery(subscription) : undefined;
    return { subscription, policy: readPolicy(subscription), delivery };
  }

  #checked(subscription: Subscription): Subscriber {
    if (this.#isThere(subscription)) return this.#open(subscription);
    const message = `Invalid parameter: Endpoint: there is no queue ${subscription.endpoint}`;
    throw new ServiceError('InvalidParameter', message);
  }

  #delivery({ arn, endpoint }: Subscription): HttpDelivery {
    const { region, faults, clock } = this.setup;
    const onOutcome = (post: Post, isDelivered: boolean) => {
      if (post.headers[TYPE_HEADER] === 'Notification') this.counts[isDelivered ? 'delivered' : 'failed'] += 1;
    };
    return new HttpDelivery({ url: endpoint, dir: this.#folder(arn), region, faults, clock, onOutcome });
  }

  #folder(subscriptionArn: string): string {
    return join(this.setup.dir, subscriptionArn.slice(subscriptionArn.lastIndexOf(':') + 1));
  }

  /** Takes on these subscribers as soon as the disk has them. */
  #keep(subscribers: Iterable<Subscriber>, fault: DiskFault = () => this.setup.faults.diskError()): void {
    const next = new Map([...subscribers].map((one) => [one.subscription.arn, one]));
    const subscriptions = [...next.values()].map(({ subscription }) => subscription);
    writeJsonFile(this.#file, { subscriptions }, fault);
    this.#subscribers = next;
  }

  #put(subscriber: Subscriber): void {
    this.#keep(new Map(this.#subscribers).set(subscriber.subscription.arn, subscriber).values());
  }

  subscriptions(): Subscription[] {
    return [...this.#subscribers.values()].map(({ subscription }) => subscription);
  }

  /** Takes each message or refuses it; outcomes are in the order of the messages. */
  publish(publications: readonly Publication[]): SendOutcome[] {
    return publications.map((publication) => {
      try {
        if (this.setup.faults.strikes('rejectRate')) throw REJECTED;
        const messageId = randomUUID();
        for (const subscriber of this.#subscribers.values()) this.#hand(publication, messageId, subscriber);
        this.counts.published += 1;
        return { messageId };
      } catch (error) {
        this.counts.refused += 1;
        return error instanceof ServiceError ? error : internalFailure(error);
      }
    });
  }

  #hand(publication: Publication, messageId: string, { subscription, policy, delivery }: Subscriber): void {
    const { arn, endpoint, isConfirmed, rawMessageDelivery: isRaw } = subscription;
    const { message, attributes } = publication;
    if (!isConfirmed || (policy && !matchesPolicy(policy, attributes))) return;
    const context = this.#context(messageId, arn);
    const body = isRaw ? message : notification(publication, context);
    if (delivery) {
      const raw = isRaw ? { 'x-amz-sns-rawdelivery': 'true' } : undefined;
      return delivery.post({ headers: { ...headers('Notification', context), ...raw }, body });
    }
    // As on AWS what a queue could not take has failed, and so has what is for a queue that is gone.
    const queue = isRaw && Object.keys(attributes).length > ATTRIBUTES_MAX ? undefined : this.#queue(endpoint);
    queue?.deliver([{ body, attributes: isRaw ? attributes : undefined }]);
    this.counts[queue ? 'delivered' : 'failed'] += 1;
  }

  #context(messageId: string, subscriptionArn: string): Context {
    const { endpoint, clock } = this.setup;
    return { messageId, topicArn: this.arn, subscriptionArn, endpoint: endpoint(), nowMs: clock.now() };
  }

  /** Subscribes an endpoint, or finds the subscription that it has. An HTTP endpoint is asked to confirm; mail is never sent. */
  subscribe(protocol: Protocol, endpoint: string, attributes: SubscriptionAttributes): Subscription {
    const where = protocol === 'http' ? loopbackUrl(endpoint) : endpoint;
    const known = this.subscriptions().find((one) => one.protocol === protocol && one.endpoint === where);
    if (known && !equalAttributes(known, attributes))
      throw new ServiceError(
        'InvalidParameter',
        'Invalid parameter: Attributes: the subscription is there with other attributes',
      );
    const subscription = known ?? { ...this.#new(protocol, where), ...attributes };
    const subscriber = this.#subscribers.get(subscription.arn) ?? this.#checked(subscription);
    if (known) this.#askToConfirm(subscriber);
    else {
      this.#put(subscriber);
      this.#begin(subscriber);
    }
    return subscription;
  }

  #askToConfirm({ subscription: { arn, token, isConfirmed }, delivery }: Subscriber): void {
    if (isConfirmed || !delivery) return;
    const context = this.#context(randomUUID(), arn);
    delivery.post({ headers: headers('SubscriptionConfirmation', context), body: confirmationRequest(context, token) });
  }

  /** Confirms the subscription of a token. */
  confirm(token: string): Subscription {
    const subscriber = [...this.#subscribers.values()].find(({ subscription }) => subscription.token === token);
    if (!subscriber) throw new ServiceError('InvalidParameter', 'Invalid parameter: Token');
    return this.#change(subscriber, { isConfirmed: true });
  }

  /** Gives a subscription another filter policy or form of delivery; `undefined` when it is of another topic. */
  setAttributes(arn: string, attributes: Partial<SubscriptionAttributes>): Subscription | undefined {
    const subscriber = this.#subscribers.get(arn);
    return subscriber && this.#change(subscriber, attributes);
  }

  #change(subscriber: Subscriber, change: Partial<Subscription>): Subscription {
    const subscription = { ...subscriber.subscription, ...change };
    this.#put({ ...subscriber, subscription, policy: readPolicy(subscription) });
    return subscription;
  }

  /** Ends a subscription, with what was to be posted for it. One that the options name is there again after the next start. */
  unsubscribe(arn: string): boolean {
    const subscriber = this.#subscribers.get(arn);
    if (!subscriber) return false;
    this.#keep([...this.#subscribers.values()].filter((one) => one !== subscriber));
    if (subscriber.delivery) void this.#discard(subscriber.delivery, arn);
    return true;
  }

  async #discard(delivery: HttpDelivery, arn: string): Promise<void> {
    await delivery.stop();
    // What cannot be removed is in nobody's way: no other subscription gets this name.
    await rm(this.#folder(arn), { recursive: true, force: true }).catch(() => undefined);
  }

  /** Posts to HTTP endpoints that are not answered for yet, requests to confirm included. */
  get pending(): number {
    return this.#deliveries().reduce((sum, { pending }) => sum + pending, 0);
  }

  #deliveries(): HttpDelivery[] {
    return [...this.#subscribers.values()].flatMap(({ delivery }) => delivery ?? []);
  }

  /**
   * Goes on with what the last run left to post. Endpoints that have not confirmed are asked again. A subscription goes
   * with its queue. To be called once the server listens and all queues are there.
   */
  begin(): void {
    const orphans = this.subscriptions().filter((one) => !this.#isThere(one));
    if (orphans.length > 0)
      this.#keep(
        [...this.#subscribers.values()].filter(({ subscription }) => !orphans.includes(subscription)),
        () => undefined,
      );
    for (const subscriber of this.#subscribers.values()) {
      try {
        this.#begin(subscriber);
      } catch {
        // The disk takes no request to confirm now: the endpoint is asked at the next start, or when it is subscribed again.
      }
    }
  }

  #begin(subscriber: Subscriber): void {
    subscriber.delivery?.begin();
    this.#askToConfirm(subscriber);
  }

  /** Breaks off posts; they are made after the next start. */
  async stop(): Promise<void> {
    await Promise.all(this.#deliveries().map((delivery) => delivery.stop()));
  }
}

const TYPE_HEADER = 'x-amz-sns-message-type';
/** @see https://docs.aws.amazon.com/sns/latest/dg/http-header.html */
const headers = (type: string, { messageId, topicArn, subscriptionArn }: Context) => ({
  'content-type': 'text/plain; charset=UTF-8',
  'user-agent': 'Amazon Simple Notification Service Agent',
  [TYPE_HEADER]: type,
  'x-amz-sns-message-id': messageId,
  'x-amz-sns-topic-arn': topicArn,
  'x-amz-sns-subscription-arn': subscriptionArn,
});
