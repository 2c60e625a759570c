import { ServiceError } from '../../service.ts';
import { parseArn } from './arn.ts';
import type { AccountParts } from './account-parts.ts';
import type { Properties } from './properties.ts';

/** What is to be told, in the form that a kind of destination gets. */
interface Report {
  readonly facts: object;
  /** For a bucket, which gets more. */
  readonly object: { readonly key: string; readonly body: Buffer };
}

/** Takes a report; rejects when it cannot. */
export type Destination = (report: Report) => Promise<void>;

/** A queue, topic or bucket that failures are told to, by the ARN in a property. Throws when there is none of it. */
export function readDestination(properties: Properties, parts: AccountParts['parts']): Destination | undefined {
  const text = properties.text('Destination');
  if (text === undefined) return undefined;
  const { service, resource } = parseArn(text);
  const queue = service === 'sqs' ? parts.queues.get(resource) : undefined;
  if (queue) return async ({ facts }) => void queue.deliver([{ body: JSON.stringify(facts) }]);
  const topic = service === 'sns' ? parts.topics.get(resource) : undefined;
  if (topic)
    return async ({ facts }) => {
      const [outcome] = topic.publish([{ message: JSON.stringify(facts), subject: undefined, attributes: {} }]);
      if (outcome instanceof ServiceError) throw outcome;
    };
  const bucket = service === 's3' ? parts.buckets.get(resource) : undefined;
  if (bucket) return async ({ object: { key, body } }) => void (await bucket.put(key, body));
  throw properties.fault('Destination', `${text} is not a queue, topic or bucket that there is`);
}

/** How Lambda names the objects of a bucket for failures. @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export function reportKey(folder: string, nowMs: number, id: string): string {
  const [date = '', time = ''] = new Date(nowMs).toISOString().slice(0, 19).split('T');
  return `aws/lambda/${folder}/${date.replaceAll('-', '/')}/${date}T${time.replaceAll(':', '.')}-${id}`;
}
