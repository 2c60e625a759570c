import { join } from 'node:path';
import { physicalName } from '../physical-name.ts';
import { ResourceError, type ResourceRequest, type ResourceState } from '../resource-handler.ts';
import type { AccountParts } from './account-parts.ts';
import { Properties } from './properties.ts';
import { alreadyExists } from './recorded/recorded-type.ts';
import type { TypeHandler } from './type-handler.ts';

const TYPE = 'AWS::S3::Bucket';
/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const NAME = /^(?!.*\.\.)[a-z\d][a-z\d.-]{1,61}[a-z\d]$/;
const NAME_MAX_LENGTH = 63;

/**
 * A bucket, a folder under `s3/`. It keeps no versions of its objects, and none ever expires.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html
 */
export function s3Bucket({ parts, context }: AccountParts): TypeHandler {
  const { region } = context;
  const add = (name: string) => parts.addBucket(name, join(context.dir, 's3', name));
  const stateOf = (name: string, { properties }: Pick<ResourceRequest, 'properties'>): ResourceState => ({
    type: TYPE,
    physicalId: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      WebsiteURL: `http://${name}.s3-website-${region}.amazonaws.com`,
    },
    properties,
  });
  return {
    type: TYPE,
    properties: {
      used: 'BucketName',
      unused:
        'AbacStatus AccelerateConfiguration AccessControl AnalyticsConfigurations BucketEncryption CorsConfiguration ' +
        'IntelligentTieringConfigurations InventoryConfigurations LifecycleConfiguration LoggingConfiguration MetricsConfigurations ' +
        'OwnershipControls PublicAccessBlockConfiguration Tags VersioningConfiguration',
      refused: {
        NotificationConfiguration: 'buckets send no events here.',
        ReplicationConfiguration: 'buckets are not replicated here.',
        WebsiteConfiguration: 'buckets serve no web sites here.',
        ObjectLockConfiguration: 'objects are not locked here.',
        ObjectLockEnabled: 'objects are not locked here.',
        MetadataConfiguration: 'there are no metadata tables here.',
        MetadataTableConfiguration: 'there are no metadata tables here.',
        BucketNamePrefix: 'give BucketName, or let the name be made.',
        BucketNamespace: 'all buckets are of this account.',
      },
    },
    createOnly: 'BucketName BucketNamePrefix BucketNamespace ObjectLockEnabled',
    create: async (request) => {
      const given = new Properties(request.properties).text('BucketName');
      const name = given ?? physicalName(request, NAME_MAX_LENGTH).toLowerCase();
      if (!NAME.test(name)) throw new ResourceError(`Bucket name ${name} should only contain 3 to 63 of a-z 0-9 . -`);
      if (parts.buckets.has(name)) throw alreadyExists(TYPE, name);
      await add(name);
      return stateOf(name, request);
    },
    update: async (request, { physicalId }) => stateOf(physicalId, request),
    delete: async ({ physicalId: name }) => {
      if (((await parts.buckets.get(name)?.keys('')) ?? []).length > 0)
        throw new ResourceError('The bucket you tried to delete is not empty', 'GeneralServiceException');
      await parts.removeBucket(name);
    },
    restore: async ({ physicalId: name }) => void (await add(name)),
  };
}
