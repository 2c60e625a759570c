import { ArnFormat, Stack } from 'aws-cdk-lib';
import { CfnCrawler, CfnSecurityConfiguration } from 'aws-cdk-lib/aws-glue';
import { type Conditions, Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeObjects } from './acknowledge.ts';
import { EncryptedLogGroup } from './encrypted-log-group.ts';
import { PREFIXES } from './lake-bucket.ts';

export interface RawCrawlerProps {
  readonly name: string;
  readonly databaseName: string;
  readonly bucket: IBucket;
  readonly key: IKey;
}

/** The table that the crawler keeps, named by Glue after the folder. */
const TABLE = 'raw';
/**
 * Once a week, when nothing trades and the week is complete, UTC. A run is billed as ten minutes at least, 15 cents: every day it
 * would cost as much as a third of the stream, for a table that gets a folder a day and whose columns never change.
 */
const SCHEDULE = 'cron(0 7 ? * SAT *)';
/** Files that are read of each day to know its shape: all of them have the same. */
const SAMPLE_FILES = 5;

/** What a crawler does to the one table that it keeps. */
const CATALOGUE_ACTIONS = [
  'glue:GetDatabase',
  'glue:GetTable',
  'glue:CreateTable',
  'glue:UpdateTable',
  'glue:DeleteTable',
  'glue:GetPartition',
  'glue:GetPartitions',
  'glue:BatchGetPartition',
  'glue:BatchCreatePartition',
  'glue:BatchUpdatePartition',
  'glue:BatchDeletePartition',
];

const CONFIGURATION = {
  Version: 1,
  // One table, whatever kinds of records a day holds, and all days in its shape.
  Grouping: { TableGroupingPolicy: 'CombineCompatibleSchemas' },
  CrawlerOutput: { Partitions: { AddOrUpdateBehavior: 'InheritFromTable' } },
};

/**
 * Looks through the raw zone, where records lie as their sources wrote them, and keeps a table `raw` of it: what came,
 * for whoever wants to know why a row is as it is. The tables of the lake have their schema from the code and need none of this.
 */
export class RawCrawler extends Construct {
  readonly crawler: CfnCrawler;

  constructor(scope: Construct, id: string, { name, databaseName, bucket, key }: RawCrawlerProps) {
    super(scope, id);
    const security = new CfnSecurityConfiguration(this, 'Security', {
      name,
      encryptionConfiguration: {
        cloudWatchEncryption: { cloudWatchEncryptionMode: 'SSE-KMS', kmsKeyArn: key.keyArn },
        // A crawler writes neither: these two are for Glue jobs, and have to be said.
        jobBookmarksEncryption: { jobBookmarksEncryptionMode: 'DISABLED' },
        s3Encryptions: [{ s3EncryptionMode: 'SSE-S3' }],
      },
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('glue.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    // Glue names it so. https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html
    const log = new EncryptedLogGroup(this, 'Log', { key, name: `/aws-glue/crawlers-role/${role.roleName}-${name}` });
    this.crawler = new CfnCrawler(this, 'Crawler', {
      name,
      description: 'Keeps the table raw of the records as they came',
      role: role.roleArn,
      databaseName,
      targets: { s3Targets: [{ path: bucket.s3UrlForObject(PREFIXES.raw), sampleSize: SAMPLE_FILES }] },
      schedule: { scheduleExpression: SCHEDULE },
      schemaChangePolicy: { updateBehavior: 'UPDATE_IN_DATABASE', deleteBehavior: 'DELETE_FROM_DATABASE' },
      recrawlPolicy: { recrawlBehavior: 'CRAWL_EVERYTHING' },
      configuration: JSON.stringify(CONFIGURATION),
      crawlerSecurityConfiguration: security.ref,
    });
    this.crawler.node.addDependency(this.#grant(role, { databaseName, bucket, log }));
  }

  /** Reads the raw zone, keeps its own table, writes its own log: the managed policy for crawlers may do far more. */
  #grant(role: Role, { databaseName, bucket, log }: { databaseName: string; bucket: IBucket; log: ILogGroup }): Policy {
    const stack = Stack.of(this);
    const glue = (resource: string, resourceName?: string): string =>
      stack.formatArn({ service: 'glue', resource, ...(resourceName !== undefined && { resourceName }) });
    const allRaw = `${PREFIXES.raw}*`;
    const policy = new Policy(this, 'Policy', {
      roles: [role],
      statements: [
        allow(['s3:GetObject'], bucket.arnForObjects(allRaw)),
        allow(['s3:GetBucketLocation'], bucket.bucketArn),
        allow(['s3:ListBucket'], bucket.bucketArn, { StringLike: { 's3:prefix': [PREFIXES.raw, allRaw] } }),
        allow(CATALOGUE_ACTIONS, [
          glue('catalog'),
          glue('database', databaseName),
          glue('table', `${databaseName}/${TABLE}`),
        ]),
        allow(['logs:CreateLogStream', 'logs:PutLogEvents'], log.logGroupArn),
        // Asked for with each run, though the group is there and has its key.
        allow(
          ['logs:CreateLogGroup', 'logs:AssociateKmsKey'],
          stack.formatArn({
            service: 'logs',
            resource: 'log-group',
            resourceName: log.logGroupName,
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        ),
      ],
    });
    acknowledgeObjects(
      policy,
      bucket,
      allRaw,
      'The crawler reads whatever lies in the raw zone, and nothing beside it.',
    );
    return policy;
  }
}

const allow = (actions: string[], resources: string | string[], conditions: Conditions = {}): PolicyStatement =>
  new PolicyStatement({ actions, resources: [resources].flat(), conditions });
