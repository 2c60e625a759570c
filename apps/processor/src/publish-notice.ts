import { PublishCommand } from '@aws-sdk/client-sns';
import { NoticeNotPublishedError } from './errors.ts';
import type { LakeObject } from './lake-object.ts';
import type { StoredObject } from './store-object.ts';

/** The part of an `SNSClient` that is used. */
export interface TopicClient {
  send(command: PublishCommand, options: { abortSignal: AbortSignal }): Promise<unknown>;
}

/** Where notices go. */
export interface Topic {
  readonly client: TopicClient;
  readonly topicArn: string;
}

/** What subscribers are told of an object: at least once of each, so they know a repetition by its `id`. */
export interface Notice {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly kind: LakeObject['kind'];
  /** Rows of the object. */
  readonly records: number;
  /** Size of the object. */
  readonly bytes: number;
  /** Event time of the first record, ISO UTC. */
  readonly firstEventTime: string;
  readonly lastEventTime: string;
  /** `sha256:` and the hex digest of the object's bytes. */
  readonly checksum: string;
}

export const noticeOf = (object: LakeObject, stored: StoredObject, bucket: string): Notice => ({
  id: object.id,
  bucket,
  key: object.key,
  kind: object.kind,
  records: object.records,
  bytes: stored.bytes,
  firstEventTime: new Date(object.firstEventMs).toISOString(),
  lastEventTime: new Date(object.lastEventMs).toISOString(),
  checksum: `sha256:${stored.sha256}`,
});

/**
 * Publishes a notice; `kind` and `id` are message attributes too, for filter policies.
 *
 * One `Publish` each, not `PublishBatch`: a notice follows its object at once instead of waiting for nine others, a
 * failure is one object's, and the SDK repeats a failed request but not the failed entries of a batch. What a batch would
 * save is a tenth of what the object's own PUT costs.
 *
 * @throws {NoticeNotPublishedError}
 */
export async function publishNotice(notice: Notice, { client, topicArn }: Topic, signal: AbortSignal): Promise<void> {
  const command = new PublishCommand({
    TopicArn: topicArn,
    Message: JSON.stringify(notice),
    MessageAttributes: {
      kind: { DataType: 'String', StringValue: notice.kind },
      id: { DataType: 'String', StringValue: notice.id },
    },
  });
  try {
    await client.send(command, { abortSignal: signal });
  } catch (error) {
    throw new NoticeNotPublishedError(notice.key, error);
  }
}
