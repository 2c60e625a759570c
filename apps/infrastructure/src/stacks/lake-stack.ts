import { type TableDefinition, type TableName, tables } from '@tickerlake/record-schema';
import { CfnOutput, Duration } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase } from 'aws-cdk-lib/aws-glue';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { DeploymentKey } from '../constructs/deployment-key.ts';
import { LakeBucket, PREFIXES } from '../constructs/lake-bucket.ts';
import { LakeTable } from '../constructs/lake-table.ts';
import { PartStack, type PartStackProps } from '../constructs/part-stack.ts';
import { RawCrawler } from '../constructs/raw-crawler.ts';
import { readyQuestions } from '../ready-questions.ts';

/** A query that would read more than this is stopped: 5 cents at most. https://aws.amazon.com/athena/pricing/ */
const MAX_SCANNED_BYTES = 10_000_000_000;

/** What holds data and outlives the other stacks: stream, bucket, catalogue, work group. */
export class LakeStack extends PartStack {
  /** Encrypts log groups and the alarm topic: what needs a key policy of its own. */
  readonly key: Key;
  readonly bucket: Bucket;
  readonly stream: Stream;
  readonly database: CfnDatabase;
  readonly tables: Readonly<Record<TableName, LakeTable>>;
  readonly workGroup: CfnWorkGroup;

  constructor(scope: Construct, props: PartStackProps) {
    super(scope, 'lake', 'Tickerlake: the stream, the lake, its catalogue and the work group that asks it', props);
    const { config } = this;
    this.key = new DeploymentKey(this, 'Key', { name: config.name, removalPolicy: this.dataRemovalPolicy });
    this.bucket = new LakeBucket(this, 'Bucket', {
      keepRawDays: config.keepRawDays,
      removalPolicy: this.dataRemovalPolicy,
    });
    this.stream = this.#createStream();
    this.database = new CfnDatabase(this, 'Database', {
      catalogId: this.account,
      databaseInput: { name: databaseName(config.name), description: 'Bars, quotes, exchange rates and news' },
    });
    this.tables = {
      bars: this.#createTable('Bars', tables.bars),
      quotes: this.#createTable('Quotes', tables.quotes),
      forex: this.#createTable('Forex', tables.forex),
      news: this.#createTable('News', tables.news),
    };
    if (config.keepRawDays > 0) this.#createCrawler();
    this.workGroup = this.#createWorkGroup();
    this.#saveQuestions();
    new CfnOutput(this, 'BucketName', { value: this.bucket.bucketName });
    new CfnOutput(this, 'StreamName', { value: this.stream.streamName });
    new CfnOutput(this, 'DatabaseName', { value: this.database.ref });
    new CfnOutput(this, 'WorkGroupName', { value: this.workGroup.ref });
  }

  /** One provisioned shard takes a thousand records a second: ten symbols a minute are one record. */
  #createStream(): Stream {
    const { streamMode, shards, retentionHours } = this.config;
    return new Stream(this, 'Stream', {
      ...(streamMode === 'provisioned'
        ? { streamMode: StreamMode.PROVISIONED, shardCount: shards }
        : { streamMode: StreamMode.ON_DEMAND }),
      retentionPeriod: Duration.hours(retentionHours),
      encryption: StreamEncryption.MANAGED,
      removalPolicy: this.dataRemovalPolicy,
    });
  }

  #createTable(id: string, table: TableDefinition): LakeTable {
    const { account, bucket, database } = this;
    return new LakeTable(this, id, { catalogId: account, databaseName: database.ref, bucket, table });
  }

  #createCrawler(): void {
    const { bucket, config, database, key } = this;
    new RawCrawler(this, 'RawCrawler', { name: `${config.name}-raw`, databaseName: database.ref, bucket, key });
  }

  #createWorkGroup(): CfnWorkGroup {
    return new CfnWorkGroup(this, 'WorkGroup', {
      name: this.config.name,
      description: 'Questions to the lake',
      // The history of queries would keep the work group, and with it the stack, from being deleted.
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: MAX_SCANNED_BYTES,
        resultConfiguration: {
          outputLocation: this.bucket.s3UrlForObject(PREFIXES.results),
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
          expectedBucketOwner: this.account,
        },
      },
    });
  }

  #saveQuestions(): void {
    for (const { name, description, sql } of readyQuestions()) {
      new CfnNamedQuery(this, `${name}-query`, {
        name,
        description,
        database: this.database.ref,
        workGroup: this.workGroup.ref,
        queryString: sql,
      });
    }
  }
}

/** Athena takes `-` in a database's name only between quotes. */
const databaseName = (name: string): string => name.replaceAll('-', '_');
