import { partitionOf, type TableName, tables } from '@tickerlake/record-schema';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { type Config, configSchema } from '../config.ts';
import { createApp } from '../create-app.ts';
import { LakeStack } from './lake-stack.ts';

process.env['CDK_VALIDATION'] = 'false';

const lakeOf = (settings: Partial<Config> = {}): LakeStack =>
  new LakeStack(createApp({ checks: false }), { config: configSchema.parse(settings) });
const templateOf = (settings: Partial<Config> = {}): Template => Template.fromStack(lakeOf(settings));

const template = templateOf();

describe('the bucket', () => {
  const versioned = { Properties: { VersioningConfiguration: { Status: 'Enabled' } } };
  const rulesOf = (of: Template): readonly Record<string, unknown>[] =>
    Object.values(of.findResources('AWS::S3::Bucket', versioned))[0]?.['Properties'].LifecycleConfiguration.Rules;

  it('is encrypted, versioned, closed to the public, and has it written down who came', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LoggingConfiguration: { LogFilePrefix: 'lake/' },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
  });

  it('is talked to over TLS 1.2 or newer, and so is that of its access logs', () => {
    const policies = Object.values(template.findResources('AWS::S3::BucketPolicy'));
    expect(policies).toHaveLength(2);
    for (const policy of policies) {
      const deny = { Effect: 'Deny', Action: 's3:*', Principal: { AWS: '*' } };
      expect(policy['Properties'].PolicyDocument.Statement).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ ...deny, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          expect.objectContaining({ ...deny, Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }),
        ]),
      );
    }
  });

  it('lets go of what can be made again, and of nothing else', () => {
    const rules = rulesOf(template);
    expect(rules.filter((rule) => 'ExpirationInDays' in rule)).toEqual([
      expect.objectContaining({ Prefix: 'athena-results/', ExpirationInDays: 7 }),
      expect.objectContaining({ Prefix: 'raw/', ExpirationInDays: 30 }),
    ]);
    expect(rules.filter((rule) => !('Prefix' in rule))).toEqual([
      {
        Id: 'remains',
        Status: 'Enabled',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
        ExpiredObjectDeleteMarker: true,
      },
    ]);
  });

  it.each([
    [7, 7],
    [0, 1],
  ])('keeps raw records for %i days as asked', (keepRawDays, days) => {
    expect(rulesOf(templateOf({ keepRawDays }))).toContainEqual(
      expect.objectContaining({ Prefix: 'raw/', ExpirationInDays: days }),
    );
  });
});

describe('what holds data', () => {
  const data = ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::Kinesis::Stream', 'AWS::KMS::Key'];

  it.each(data)('stays when the stack goes, and when it is replaced, but not when its creation fails: %s', (type) => {
    template.allResources(type, { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    expect(lakeOf().terminationProtection).toBe(true);
  });

  it.each(data)('goes with the stack of a trial: %s', (type) => {
    const trial = { removeData: true };
    templateOf(trial).allResources(type, { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
    expect(lakeOf(trial).terminationProtection).toBe(false);
  });
});

describe('the stream', () => {
  it('is one encrypted shard that keeps records for a day', () => {
    template.hasResourceProperties('AWS::Kinesis::Stream', {
      ShardCount: 1,
      RetentionPeriodHours: 24,
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
    });
  });

  it('has the shards and the retention asked for', () => {
    templateOf({ shards: 3, retentionHours: 168 }).hasResourceProperties('AWS::Kinesis::Stream', {
      ShardCount: 3,
      RetentionPeriodHours: 168,
    });
  });

  it('counts no shards on demand', () => {
    templateOf({ streamMode: 'on-demand' }).hasResourceProperties('AWS::Kinesis::Stream', {
      ShardCount: Match.absent(),
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    });
  });
});

describe('the catalogue', () => {
  const parametersOf = (name: TableName): Readonly<Record<string, unknown>> => {
    const found = template.findResources('AWS::Glue::Table', { Properties: { TableInput: { Name: name } } });
    return Object.values(found)[0]?.['Properties'].TableInput.Parameters;
  };
  /** A joined text with the bucket's reference as `BUCKET`. */
  const joined = (value: unknown): string =>
    JSON.stringify(value, (_, part) => (part?.Ref === undefined ? part : 'BUCKET')).replace(
      /^\{"Fn::Join":\["",(\[.*\])\]\}$/,
      (_, parts) => JSON.parse(parts).join(''),
    );

  it.each(Object.values(tables))('has $name with each column, its type and its comment', ({ name, columns }) => {
    template.hasResourceProperties('AWS::Glue::Table', {
      TableInput: {
        Name: name,
        TableType: 'EXTERNAL_TABLE',
        StorageDescriptor: {
          Columns: columns.map((column) => ({ Name: column.name, Type: column.type, Comment: column.comment })),
          SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
        },
      },
    });
    // https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-catalog-tables.html
    for (const { comment } of columns) expect(comment.length).toBeLessThanOrEqual(255);
  });

  it('looks for a bar where delivery puts it', () => {
    const { dt } = partitionOf({ name: 'DDOG', ts: '2026-11-20 09:30:00-05:00', high: 2, low: 1 });
    const folder = joined(parametersOf('bars')['storage.location.template']).replace('${dt}', dt);
    expect(folder).toBe('s3://BUCKET/bars/dt=2026-11-20/');
  });

  it('looks for a rate where the processor puts it', () => {
    const rate = { kind: 'forex', name: 'EURUSD', ts: '2026-11-20 09:30:00-05:00', bid: 1, ask: 2 } as const;
    const { dt, hour } = partitionOf(rate);
    const place = joined(parametersOf('forex')['storage.location.template']);
    expect(place.replace('${dt}', dt).replace('${hour}', hour)).toBe('s3://BUCKET/forex/dt=2026-11-20/hour=09/');
  });

  it('works out every day since 2000 and every hour, two digits each', () => {
    const day = {
      'projection.enabled': 'true',
      'projection.dt.type': 'date',
      'projection.dt.format': 'yyyy-MM-dd',
      'projection.dt.range': '2000-01-01,NOW',
      'projection.dt.interval': '1',
      'projection.dt.interval.unit': 'DAYS',
    };
    const hour = {
      'projection.hour.type': 'integer',
      'projection.hour.range': '0,23',
      'projection.hour.digits': '2',
    };
    expect(parametersOf('bars')).toMatchObject(day);
    expect(Object.keys(parametersOf('bars')).filter((key) => key.includes('hour'))).toEqual([]);
    for (const name of ['quotes', 'forex', 'news'] as const)
      expect(parametersOf(name)).toMatchObject({ ...day, ...hour });
  });

  it('has partition keys in the order of the folders', () => {
    for (const { name, partitionKeys } of Object.values(tables)) {
      template.hasResourceProperties('AWS::Glue::Table', {
        TableInput: {
          Name: name,
          PartitionKeys: partitionKeys.map((key) => ({ Name: key.name, Type: 'string', Comment: key.comment })),
        },
      });
    }
  });

  it('is called after the deployment, in letters that SQL needs no quotes for', () => {
    templateOf({ name: 'trial-2' }).hasResourceProperties('AWS::Glue::Database', {
      DatabaseInput: { Name: 'trial_2' },
    });
  });
});

describe('the crawler', () => {
  it('looks through the raw zone once a week and logs with the key of the deployment', () => {
    template.hasResourceProperties('AWS::Glue::Crawler', {
      Name: 'tickerlake-raw',
      DatabaseName: { Ref: Match.stringLikeRegexp('Database') },
      Targets: { S3Targets: [{ Path: { 'Fn::Join': ['', ['s3://', Match.anyValue(), '/raw/']] } }] },
      Schedule: { ScheduleExpression: 'cron(0 7 ? * SAT *)' },
      CrawlerSecurityConfiguration: { Ref: Match.anyValue() },
    });
    template.hasResourceProperties('AWS::Glue::SecurityConfiguration', {
      EncryptionConfiguration: { CloudWatchEncryption: { CloudWatchEncryptionMode: 'SSE-KMS' } },
    });
  });

  it('may read what is raw, keep its own table, write its own log, and nothing else', () => {
    const [policy] = Object.values(template.findResources('AWS::IAM::Policy'));
    const statements: { Action: string | string[]; Resource: unknown }[] =
      policy?.['Properties'].PolicyDocument.Statement;
    const may = statements.map(
      ({ Action, Resource }) => [[Action].flat().toSorted(), JSON.stringify(Resource)] as const,
    );
    const onTable = may.find(([actions]) => actions.includes('glue:UpdateTable'));
    expect(new Set(may.flatMap(([actions]) => actions.map((action) => action.split(':')[0])))).toEqual(
      new Set(['s3', 'glue', 'logs']),
    );
    expect(may.find(([actions]) => actions.includes('s3:GetObject'))?.[1]).toContain('/raw/*');
    expect(onTable?.[1]).toMatch(/table\/.*\/raw/);
    expect(onTable?.[1]).not.toContain('*');
    expect(
      may.flatMap(([actions]) => actions).filter((action) => /\*|Put(?!LogEvents)|DeleteObject/.test(action)),
    ).toEqual([]);
  });

  it('runs for this account only', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Principal: { Service: 'glue.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ],
      },
    });
  });

  it('is not there where nothing raw is kept', () => {
    const without = templateOf({ keepRawDays: 0 });
    without.resourceCountIs('AWS::Glue::Crawler', 0);
    without.resourceCountIs('AWS::IAM::Role', 0);
  });
});

describe('the work group', () => {
  it('encrypts results, stops what reads too much, and lets nobody have it otherwise', () => {
    template.hasResourceProperties('AWS::Athena::WorkGroup', {
      Name: 'tickerlake',
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        PublishCloudWatchMetricsEnabled: true,
        BytesScannedCutoffPerQuery: 10_000_000_000,
        EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
        ResultConfiguration: {
          EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
          ExpectedBucketOwner: { Ref: 'AWS::AccountId' },
          OutputLocation: { 'Fn::Join': ['', ['s3://', Match.anyValue(), '/athena-results/']] },
        },
      },
    });
  });

  it('has the ten ready-made questions', () => {
    template.resourcePropertiesCountIs('AWS::Athena::NamedQuery', { WorkGroup: { Ref: 'WorkGroup' } }, 10);
  });
});

describe('the key', () => {
  it('turns each year, and is used by the logs and alarms of this deployment only', () => {
    const [key] = Object.values(template.findResources('AWS::KMS::Key'));
    const { EnableKeyRotation, KeyPolicy } = key?.['Properties'] ?? {};
    expect(EnableKeyRotation).toBe(true);
    const conditions = KeyPolicy.Statement.filter((one: { Principal: object }) => 'Service' in one.Principal).map(
      ({ Condition }: { Condition: object }) => Condition,
    );
    const arn = (end: string) => ({ 'Fn::Join': ['', expect.arrayContaining([expect.stringContaining(end)])] });
    expect(conditions).toEqual([
      {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': [
            arn(':log-group:/tickerlake/*'),
            arn(':log-group:/aws-glue/crawlers-role/*-tickerlake'),
          ],
        },
      },
      {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnLike: { 'aws:SourceArn': arn(':alarm:*') },
      },
    ]);
  });

  it('encrypts the log of the crawler, whose name Glue makes of its role and its security configuration', () => {
    const { Name } = Object.values(template.findResources('AWS::Glue::SecurityConfiguration'))[0]?.['Properties'] ?? {};
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: {
        'Fn::Join': ['', ['/aws-glue/crawlers-role/', { Ref: Match.stringLikeRegexp('RawCrawlerRole') }, `-${Name}`]],
      },
      KmsKeyId: Match.anyValue(),
    });
  });
});

it('tells its names to whoever asks the stack', () => {
  expect(Object.keys(template.toJSON()['Outputs'])).toEqual(
    expect.arrayContaining(['BucketName', 'StreamName', 'DatabaseName', 'WorkGroupName']),
  );
});
