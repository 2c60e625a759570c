import { DamagedStateError } from '../errors.ts';
import { isObject } from '../json-value.ts';
import { ServiceError } from '../service.ts';
import { readJsonFile } from '../state/disk.ts';
import { type FilterPolicy, parseFilterPolicy } from './filter-policy.ts';

/** A subscription by mail is never confirmed, so nothing leaves this machine. */
export type Protocol = 'sqs' | 'http' | 'email';

/** A subscription as it is kept. */
export interface Subscription {
  readonly arn: string;
  readonly protocol: Protocol;
  /** ARN of a queue, URL, or address. */
  readonly endpoint: string;
  readonly filterPolicy?: Readonly<Record<string, unknown>> | undefined;
  readonly rawMessageDelivery: boolean;
  readonly isConfirmed: boolean;
  /** Confirms it. */
  readonly token: string;
  /** Whether the options of the local cloud name it: it goes when they no longer do. */
  readonly isDeclared: boolean;
}

const TEXTS = ['arn', 'protocol', 'endpoint', 'token'];
const FLAGS = ['rawMessageDelivery', 'isConfirmed', 'isDeclared'];
const isSubscription = (value: unknown): value is Subscription =>
  isObject(value) &&
  TEXTS.every((name) => typeof value[name] === 'string') &&
  FLAGS.every((name) => typeof value[name] === 'boolean');

/** The subscriptions in a file. */
export function readSubscriptions(file: string): Subscription[] {
  const { subscriptions = [] } = readJsonFile(file) ?? {};
  if (Array.isArray(subscriptions) && subscriptions.every(isSubscription)) return subscriptions;
  throw new DamagedStateError(file, 'it is not a list of subscriptions');
}

/** What a subscriber chooses. */
export type SubscriptionAttributes = Pick<Subscription, 'filterPolicy' | 'rawMessageDelivery'>;

const invalid = (why: string): ServiceError => new ServiceError('InvalidParameter', `Invalid parameter: ${why}`);

/** Hosts that are this machine: nothing published here leaves it. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The URL of an HTTP endpoint; throws for any that is not on this machine. */
export function loopbackUrl(endpoint: string): string {
  const url = URL.parse(endpoint);
  if (url?.protocol === 'http:' && LOOPBACK.test(url.hostname) && !url.username && !url.password) return url.href;
  throw invalid(
    `Endpoint: '${endpoint}' is not on this machine. Allowed are http:// URLs of 127.0.0.1, [::1] and localhost`,
  );
}

export const readPolicy = ({ filterPolicy }: SubscriptionAttributes): FilterPolicy | undefined =>
  filterPolicy && parseFilterPolicy(filterPolicy);

export const equalAttributes = (a: SubscriptionAttributes, b: SubscriptionAttributes): boolean =>
  a.rawMessageDelivery === b.rawMessageDelivery && JSON.stringify(a.filterPolicy) === JSON.stringify(b.filterPolicy);
