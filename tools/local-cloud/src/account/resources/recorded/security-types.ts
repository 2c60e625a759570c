import type { RecordedType } from './recorded-type.ts';

/** Nothing is encrypted here, and whoever reaches the port may do everything: keys and policies of resources are kept only. */
export const securityTypes: readonly RecordedType[] = [
  {
    type: 'AWS::KMS::Key',
    properties:
      'Origin MultiRegion Description PendingWindowInDays BypassPolicyLockoutSafetyCheck KeyPolicy KeySpec Enabled KeyUsage ' +
      'EnableKeyRotation Tags RotationPeriodInDays',
    createOnly: '',
    ref: ({ uuid }) => uuid(),
    attributes: ({ uuid, region, account }) => ({
      KeyId: uuid(),
      Arn: `arn:aws:kms:${region}:${account}:key/${uuid()}`,
    }),
  },
  {
    type: 'AWS::KMS::Alias',
    properties: 'TargetKeyId AliasName',
    required: 'AliasName TargetKeyId',
    createOnly: 'AliasName',
    namedBy: 'AliasName',
    ref: ({ name }) => name,
  },
  {
    type: 'AWS::S3::BucketPolicy',
    properties: 'Bucket PolicyDocument',
    required: 'Bucket PolicyDocument',
    createOnly: 'Bucket',
    namedBy: 'Bucket',
    ref: ({ name }) => name,
  },
  {
    type: 'AWS::SQS::QueuePolicy',
    properties: 'PolicyDocument Queues',
    required: 'PolicyDocument Queues',
    createOnly: '',
    ref: ({ name }) => name,
    attributes: ({ name }) => ({ Id: name }),
  },
  {
    type: 'AWS::SNS::TopicPolicy',
    properties: 'Topics PolicyDocument',
    required: 'PolicyDocument Topics',
    createOnly: '',
    ref: ({ name }) => name,
    attributes: ({ name }) => ({ Id: name }),
  },
  {
    type: 'AWS::Kinesis::ResourcePolicy',
    properties: 'ResourceArn ResourcePolicy',
    required: 'ResourceArn ResourcePolicy',
    createOnly: 'ResourceArn',
    namedBy: 'ResourceArn',
    ref: ({ name }) => name,
  },
  {
    type: 'AWS::Lambda::Permission',
    properties:
      'FunctionName Action EventSourceToken FunctionUrlAuthType SourceArn SourceAccount PrincipalOrgID Principal InvokedViaFunctionUrl',
    required: 'Action FunctionName Principal',
    createOnly:
      'FunctionName Action EventSourceToken FunctionUrlAuthType SourceArn SourceAccount PrincipalOrgID Principal InvokedViaFunctionUrl',
    nameMaxLength: 100,
    ref: ({ name }) => name,
    attributes: ({ name }) => ({ Id: name }),
  },
];
