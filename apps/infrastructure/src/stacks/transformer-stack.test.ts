import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { type Config, configSchema } from '../config.ts';
import { createApp } from '../create-app.ts';
import { LakeStack } from './lake-stack.ts';
import { TransformerStack } from './transformer-stack.ts';

process.env['CDK_VALIDATION'] = 'false';

function templateOf(settings: Partial<Config> = {}): Template {
  const [app, config] = [createApp({ checks: false }), configSchema.parse(settings)];
  return Template.fromStack(new TransformerStack(app, { config, lake: new LakeStack(app, { config }) }));
}

const template = templateOf();
const destination = (properties: object): object => ({ ExtendedS3DestinationConfiguration: properties });

describe('the delivery stream', () => {
  it('reads the stream of the lake', () => {
    template.hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
      DeliveryStreamType: 'KinesisStreamAsSource',
      KinesisStreamSourceConfiguration: {
        KinesisStreamARN: { 'Fn::ImportValue': Match.stringLikeRegexp('lake:.*Stream') },
      },
    });
  });

  it('writes each day into its folder and what nobody can read into quarantine', () => {
    template.hasResourceProperties(
      'AWS::KinesisFirehose::DeliveryStream',
      destination({
        Prefix: 'bars/dt=!{partitionKeyFromLambda:dt}/',
        ErrorOutputPrefix: 'quarantine/!{firehose:error-output-type}/',
        DynamicPartitioningConfiguration: { Enabled: true },
        FileExtension: '.parquet',
        BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 128 },
      }),
    );
  });

  it('has the transformer read its records, a megabyte at a time', () => {
    const parameter = (name: string, value: unknown) => ({ ParameterName: name, ParameterValue: value });
    template.hasResourceProperties(
      'AWS::KinesisFirehose::DeliveryStream',
      destination({
        ProcessingConfiguration: {
          Enabled: true,
          Processors: [
            {
              Type: 'Lambda',
              Parameters: Match.arrayWith([
                parameter('LambdaArn', { 'Fn::GetAtt': [Match.stringLikeRegexp('Transformer'), 'Arn'] }),
                parameter('BufferIntervalInSeconds', '60'),
                parameter('BufferSizeInMBs', '1'),
                parameter('NumberOfRetries', '3'),
              ]),
            },
          ],
        },
      }),
    );
  });

  it('makes Parquet of the rows by the table of the catalogue', () => {
    template.hasResourceProperties(
      'AWS::KinesisFirehose::DeliveryStream',
      destination({
        DataFormatConversionConfiguration: {
          Enabled: true,
          InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: Match.anyValue() } },
          OutputFormatConfiguration: { Serializer: { ParquetSerDe: { Compression: 'GZIP' } } },
          SchemaConfiguration: { TableName: { 'Fn::ImportValue': Match.stringLikeRegexp('Bars') } },
        },
        // Firehose refuses a compression of its own beside Parquet's.
        CompressionFormat: Match.absent(),
      }),
    );
  });

  it('keeps the records as they came, by day, and logs what it could not do', () => {
    const logging = { Enabled: true, LogGroupName: { Ref: Match.stringLikeRegexp('DeliveryLog') } };
    template.hasResourceProperties(
      'AWS::KinesisFirehose::DeliveryStream',
      destination({
        CloudWatchLoggingOptions: logging,
        S3BackupMode: 'Enabled',
        S3BackupConfiguration: {
          Prefix: 'raw/arrived_on=!{timestamp:yyyy-MM-dd}/',
          ErrorOutputPrefix: 'quarantine/!{firehose:error-output-type}/',
          CompressionFormat: 'GZIP',
          CloudWatchLoggingOptions: logging,
        },
      }),
    );
  });

  it('keeps no raw records where none are asked for', () => {
    templateOf({ keepRawDays: 0 }).hasResourceProperties(
      'AWS::KinesisFirehose::DeliveryStream',
      destination({ S3BackupMode: Match.absent(), S3BackupConfiguration: Match.absent() }),
    );
  });
});

describe('the role of the delivery', () => {
  interface Role {
    readonly AssumeRolePolicyDocument: { readonly Statement: readonly { readonly Condition: object }[] };
    readonly Policies: readonly {
      readonly PolicyDocument: { readonly Statement: readonly { Action: string | string[]; Resource: unknown }[] };
    }[];
  }
  const roleIn = (of: Template): Role =>
    Object.values(of.findResources('AWS::IAM::Role', { Properties: { Policies: Match.anyValue() } }))[0]?.[
      'Properties'
    ];
  const statementsIn = (of: Template) => roleIn(of).Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const actionsIn = (of: Template) => statementsIn(of).flatMap(({ Action }) => Action);

  it('is taken on by Firehose for this account only', () => {
    expect(roleIn(template).AssumeRolePolicyDocument.Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'firehose.amazonaws.com' },
        Condition: { StringEquals: { 'sts:ExternalId': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });

  it('may do what delivery takes, each action by its name', () => {
    expect(actionsIn(template).toSorted()).toEqual([
      'glue:GetTable',
      'glue:GetTableVersion',
      'glue:GetTableVersions',
      'kinesis:DescribeStream',
      'kinesis:GetRecords',
      'kinesis:GetShardIterator',
      'kinesis:ListShards',
      'lambda:GetFunctionConfiguration',
      'lambda:InvokeFunction',
      'logs:PutLogEvents',
      's3:AbortMultipartUpload',
      's3:GetBucketLocation',
      's3:GetObject',
      's3:ListBucket',
      's3:ListBucketMultipartUploads',
      's3:PutObject',
    ]);
  });

  it.each([
    [30, ['/bars/*', '/quarantine/*', '/raw/*']],
    [0, ['/bars/*', '/quarantine/*']],
  ])('may write below its own prefixes only, with %i raw days', (keepRawDays, expected) => {
    const objects = statementsIn(templateOf({ keepRawDays })).find(({ Action }) => Action.includes('s3:PutObject'));
    const patterns = [objects?.Resource]
      .flat()
      .map((resource) => /"(\/[^"]*)"\]\]/.exec(JSON.stringify(resource))?.[1]);
    expect(patterns).toEqual(expected);
  });

  it('got nothing from anybody else', () => {
    const policies = Object.values(template.findResources('AWS::IAM::Policy'));
    const attached = JSON.stringify(policies.map((policy) => policy['Properties'].Roles));
    expect(attached).not.toContain('DeliveryRole');
  });
});

it('tells its names to whoever asks the stack', () => {
  expect(Object.keys(template.toJSON()['Outputs'])).toEqual(
    expect.arrayContaining(['DeliveryStreamName', 'FunctionName']),
  );
});
