import { z } from 'zod';

/** A resource that outlives its stack. */
export interface RetainedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
}

/** What a stack's resources are called in the account, by logical id. */
export type PhysicalIds = Map<string, string>;

const templateSchema = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), DeletionPolicy: z.string().optional() })).default({}),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html */
const KEEPING = new Set(['Retain', 'RetainExceptOnCreate']);

/** What a template leaves in the account. */
export function retainedResources(template: unknown, physicalIds: Readonly<PhysicalIds>): RetainedResource[] {
  return Object.entries(templateSchema.parse(template).Resources)
    .filter(([, { DeletionPolicy: policy = '' }]) => KEEPING.has(policy))
    .flatMap(([logicalId, { Type: type }]) => {
      const physicalId = physicalIds.get(logicalId);
      return physicalId === undefined ? [] : [{ logicalId, type, physicalId }];
    });
}

/** How each kind is deleted by hand. */
const DELETIONS: Readonly<Record<string, (id: string) => string>> = {
  'AWS::S3::Bucket': (id) =>
    `empty it with all versions (S3 console: Empty), then: aws s3api delete-bucket --bucket ${id}`,
  'AWS::Kinesis::Stream': (id) => `aws kinesis delete-stream --enforce-consumer-deletion --stream-name ${id}`,
  'AWS::KMS::Key': (id) => `aws kms schedule-key-deletion --pending-window-in-days 7 --key-id ${id}`,
  'AWS::Logs::LogGroup': (id) => `aws logs delete-log-group --log-group-name ${id}`,
  'AWS::SQS::Queue': (id) => `aws sqs delete-queue --queue-url ${id}`,
  'AWS::Glue::Database': (id) => `aws glue delete-database --name ${id}`,
  'AWS::Athena::WorkGroup': (id) => `aws athena delete-work-group --recursive-delete-option --work-group ${id}`,
};

/** What stays, and how to delete it too, a resource a line. */
export function retainedLines(resources: readonly RetainedResource[]): string[] {
  return resources
    .filter(({ type }) => !FOLLOWERS.has(type))
    .map(({ logicalId, type, physicalId }) => {
      const how = DELETIONS[type]?.(physicalId) ?? 'delete it in the console';
      return `  ${logicalId} (${type}) ${physicalId}\n    to delete it too: ${how}`;
    });
}

/** Go away with what they belong to. */
const FOLLOWERS = new Set(['AWS::S3::BucketPolicy', 'AWS::KMS::Alias', 'AWS::Glue::Table']);
