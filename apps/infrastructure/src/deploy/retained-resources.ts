import { z } from 'zod';

/** A resource that outlives its stack. */
export interface RetainedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
}

/** What becomes of a stack's resources with it. */
export interface Fate {
  readonly stays: readonly RetainedResource[];
  /** Buckets that go; S3 deletes only empty ones. */
  readonly bucketsThatGo: readonly string[];
}

/** What a stack's resources are called in the account, by logical id. */
export type PhysicalIds = Map<string, string>;

const templateSchema = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), DeletionPolicy: z.string().optional() })).default({}),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html */
const KEEPING = new Set(['Retain', 'RetainExceptOnCreate']);

/** What a deployed template says of the resources that are there. */
export function fateOf(template: unknown, physicalIds: Readonly<PhysicalIds>): Fate {
  const declared = Object.entries(templateSchema.parse(template).Resources);
  const resources = declared.flatMap(([logicalId, { Type: type, DeletionPolicy: policy = '' }]) => {
    const physicalId = physicalIds.get(logicalId);
    return physicalId === undefined ? [] : [{ policy, resource: { logicalId, type, physicalId } }];
  });
  const those = (kept: boolean) =>
    resources.filter(({ policy }) => KEEPING.has(policy) === kept).map(({ resource }) => resource);
  const buckets = those(false).filter(({ type }) => type === 'AWS::S3::Bucket');
  return { stays: those(true), bucketsThatGo: buckets.map(({ physicalId }) => physicalId) };
}

/** How each kind is deleted by hand. */
const DELETIONS: Readonly<Record<string, (id: string) => string>> = {
  'AWS::S3::Bucket': (id) =>
    `aws s3api delete-bucket --bucket ${id} (empty it first, with all versions; S3 console: Empty)`,
  'AWS::Kinesis::Stream': (id) => `aws kinesis delete-stream --enforce-consumer-deletion --stream-name ${id}`,
  'AWS::KMS::Key': (id) => `aws kms schedule-key-deletion --pending-window-in-days 7 --key-id ${id}`,
  'AWS::SQS::Queue': (id) => `aws sqs delete-queue --queue-url ${id}`,
};

/** Goes with what it belongs to. */
const FOLLOWERS = new Set(['AWS::S3::BucketPolicy']);

/** How to delete what stays, a resource a line. */
export function retainedLines(resources: readonly RetainedResource[]): string[] {
  return resources
    .filter(({ type }) => !FOLLOWERS.has(type))
    .map(({ logicalId, type, physicalId }) => {
      const how = DELETIONS[type]?.(physicalId) ?? `delete ${physicalId} in the console`;
      return `  ${logicalId} (${type}): ${how}`;
    });
}
