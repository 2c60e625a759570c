import type { RecordedType } from './recorded-type.ts';

/** What the CDK makes for itself: no image is kept here. */
export const toolingTypes: readonly RecordedType[] = [
  {
    type: 'AWS::ECR::Repository',
    properties:
      'EmptyOnDelete ImageScanningConfiguration EncryptionConfiguration RepositoryPolicyText LifecyclePolicy RepositoryName Tags ' +
      'ImageTagMutability ImageTagMutabilityExclusionFilters',
    createOnly: 'EncryptionConfiguration RepositoryName',
    namedBy: 'RepositoryName',
    nameMaxLength: 256,
    isLowerCase: true,
    ref: ({ name }) => name,
    attributes: ({ name, region, account }) => ({
      Arn: `arn:aws:ecr:${region}:${account}:repository/${name}`,
      RepositoryUri: `${account}.dkr.ecr.${region}.amazonaws.com/${name}`,
    }),
  },
  {
    type: 'AWS::CDK::Metadata',
    properties: 'Analytics',
    createOnly: '',
    ref: ({ uuid }) => uuid(),
  },
];
