import { at, type Deployment, type Json, listOf, nameOf, type Resource, targetOf } from '../deployment.ts';
import { allStatements, type Statement } from '../statements.ts';
import { lacking, type Rule, type Sabotage, withProperty, without } from './rule.ts';

const BUCKET = 'AWS::S3::Bucket';
const QUEUE = 'AWS::SQS::Queue';
const STREAM = 'AWS::Kinesis::Stream';
const TOPIC = 'AWS::SNS::Topic';
const LOG_GROUP = 'AWS::Logs::LogGroup';
const WORK_GROUP = 'AWS::Athena::WorkGroup';
const KEY = 'AWS::KMS::Key';

const PUBLIC_ACCESS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

const noPublicBucket: Rule = {
  claim: 'no bucket is public: all four blocks are on, and no ACL is set',
  findings: (deployment) =>
    lacking(deployment, [BUCKET], ({ properties }) => {
      const blocks = at(properties, 'PublicAccessBlockConfiguration');
      const open = PUBLIC_ACCESS.filter((block) => at(blocks, block) !== true);
      if (open.length > 0) return `${open.join(', ')} is not on`;
      return 'AccessControl' in properties ? 'has an ACL' : undefined;
    }),
  sabotages: [
    without(BUCKET, 'PublicAccessBlockConfiguration'),
    ...PUBLIC_ACCESS.map((block): Sabotage => ({
      what: `with ${block} off`,
      type: BUCKET,
      apply: ({ properties }) => {
        const blocks = at(properties, 'PublicAccessBlockConfiguration');
        properties['PublicAccessBlockConfiguration'] = { ...Object(blocks), [block]: false };
      },
    })),
    withProperty(BUCKET, 'AccessControl', 'PublicRead'),
  ],
};

const isEverybody = (principal: Json | undefined): boolean =>
  principal === '*' || listOf(at(principal, 'AWS')).includes('*');

const ANYBODY: Json = {
  Effect: 'Allow',
  Principal: { AWS: '*' },
  Action: 's3:GetObject',
  Resource: '*',
};

const POLICY_TYPES = ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy'];

const nobodyAnonymous: Rule = {
  claim: 'no policy lets everybody in',
  findings: (deployment) =>
    allStatements(deployment)
      .filter(({ effect, principal }) => effect === 'Allow' && isEverybody(principal))
      .map(({ holder }) => `${nameOf(holder)}: allows every principal`),
  sabotages: POLICY_TYPES.map((type) => ({
    what: 'with a statement for everybody',
    type,
    apply: ({ properties }: Resource) => {
      const statements = listOf(at(properties, 'PolicyDocument', 'Statement'));
      properties['PolicyDocument'] = { Statement: [...statements, ANYBODY] };
    },
  })),
};

/** The actions that must be refused without TLS, as wide as the service can word it. */
const TLS_ACTIONS: Readonly<Record<string, string>> = { [BUCKET]: 's3:*', [QUEUE]: 'sqs:*', [TOPIC]: 'sns:Publish' };

const refusesPlainText = ({ effect, principal, condition }: Statement): boolean =>
  effect === 'Deny' && isEverybody(principal) && at(condition, 'Bool', 'aws:SecureTransport') === 'false';

/** Resources of a statement that stand for this one: itself, and for a bucket its objects too. */
const named = (deployment: Deployment, { holder, resources }: Statement, resource: Resource): number =>
  resources.filter((reference) => targetOf(deployment, holder.stack, reference) === resource).length;

const tlsOnly: Rule = {
  claim: 'buckets (and their objects), queues and topics are talked to over TLS only',
  findings: (deployment) => {
    const refusals = allStatements(deployment).filter(refusesPlainText);
    return lacking(deployment, Object.keys(TLS_ACTIONS), (resource) => {
      const needed = resource.type === BUCKET ? 2 : 1;
      const isRefused = refusals.some(
        (statement) =>
          statement.actions.includes(TLS_ACTIONS[resource.type] ?? '') &&
          named(deployment, statement, resource) >= needed,
      );
      return isRefused ? undefined : 'takes requests without TLS';
    });
  },
  sabotages: Object.keys(TLS_ACTIONS).flatMap((type): Sabotage[] => [
    {
      what: 'without the policies that name it',
      type,
      apply: (resource, deployment) => {
        for (const { holder } of allStatements(deployment).filter((one) => named(deployment, one, resource) > 0))
          delete holder.properties['PolicyDocument'];
      },
    },
    {
      what: 'refusing only what is encrypted',
      type,
      apply: (resource, deployment) => {
        for (const { holder } of allStatements(deployment).filter((one) => named(deployment, one, resource) > 0)) {
          const text = JSON.stringify(holder.properties);
          const { properties } = holder;
          Object.assign(properties, JSON.parse(text.replaceAll('Transport":"false"', 'Transport":"true"')));
        }
      },
    },
  ]),
};

/** Whether it is encrypted at rest, by type: every type that keeps data has its line here. */
const ENCRYPTED: Readonly<Record<string, (properties: Resource['properties']) => boolean>> = {
  [BUCKET]: (bucket) =>
    listOf(at(bucket, 'BucketEncryption', 'ServerSideEncryptionConfiguration')).some(
      (rule) => at(rule, 'ServerSideEncryptionByDefault', 'SSEAlgorithm') !== undefined,
    ),
  [QUEUE]: (queue) => queue['SqsManagedSseEnabled'] === true || queue['KmsMasterKeyId'] !== undefined,
  [STREAM]: (stream) =>
    at(stream, 'StreamEncryption', 'EncryptionType') === 'KMS' && at(stream, 'StreamEncryption', 'KeyId') !== undefined,
  [TOPIC]: (topic) => topic['KmsMasterKeyId'] !== undefined,
  [LOG_GROUP]: (group) => group['KmsKeyId'] !== undefined,
  [WORK_GROUP]: (group) => {
    const settings = at(group, 'WorkGroupConfiguration');
    const option = at(settings, 'ResultConfiguration', 'EncryptionConfiguration', 'EncryptionOption');
    return option !== undefined && at(settings, 'EnforceWorkGroupConfiguration') === true;
  },
};

const encrypted: Rule = {
  claim: 'buckets, queues, streams, topics, log groups and query results are encrypted at rest',
  findings: (deployment) =>
    lacking(deployment, Object.keys(ENCRYPTED), ({ type, properties }) =>
      ENCRYPTED[type]?.(properties) === true ? undefined : 'is not encrypted',
    ),
  sabotages: [
    without(BUCKET, 'BucketEncryption'),
    withProperty(QUEUE, 'SqsManagedSseEnabled', false),
    without(STREAM, 'StreamEncryption'),
    without(TOPIC, 'KmsMasterKeyId'),
    without(LOG_GROUP, 'KmsKeyId'),
    withProperty(WORK_GROUP, 'WorkGroupConfiguration', { EnforceWorkGroupConfiguration: true }),
  ],
};

/** What is lost for good with the resource: records, messages, and what other things are encrypted with. */
export const STATEFUL = [BUCKET, STREAM, QUEUE, KEY];

const retained: Rule = {
  claim: 'what holds data stays when its stack goes or replaces it',
  findings: (deployment) =>
    lacking(deployment, STATEFUL, ({ deletionPolicy, updateReplacePolicy }) =>
      deletionPolicy === 'RetainExceptOnCreate' && updateReplacePolicy === 'Retain' ? undefined : 'goes with its stack',
    ),
  sabotages: STATEFUL.flatMap((type): Sabotage[] => [
    { what: 'deleted with its stack', type, apply: (resource) => void (resource.deletionPolicy = 'Delete') },
    { what: 'deleted when replaced', type, apply: (resource) => void (resource.updateReplacePolicy = undefined) },
  ]),
};

export const dataRules: readonly Rule[] = [noPublicBucket, nobodyAnonymous, tlsOnly, encrypted, retained];
