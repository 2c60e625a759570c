import { type TableName, tables } from '@tickerlake/record-schema';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { PartStack, type PartStackProps } from '../constructs/part-stack.ts';

/** What holds data and outlives the other stacks: stream, bucket, catalogue, work group. */
export class LakeStack extends PartStack {
  /** Encrypts log groups and the alarm topic: what needs a key policy of its own. */
  readonly key: Key;
  readonly bucket: Bucket;
  readonly stream: Stream;
  readonly database: CfnDatabase;
  readonly tables: Readonly<Record<TableName, CfnTable>>;
  readonly workGroup: CfnWorkGroup;

  constructor(scope: Construct, props: PartStackProps) {
    super(scope, 'lake', 'Tickerlake: the stream, the lake, its catalogue and the work group that asks it', props);
    this.key = new Key(this, 'Key', { enableKeyRotation: true });
    this.bucket = new Bucket(this, 'Bucket', { enforceSSL: true });
    this.stream = new Stream(this, 'Stream');
    this.database = new CfnDatabase(this, 'Database', {
      catalogId: this.account,
      databaseInput: { name: props.config.name.replaceAll('-', '_') },
    });
    const table = (name: TableName) =>
      new CfnTable(this, `Table-${name}`, {
        catalogId: this.account,
        databaseName: this.database.ref,
        tableInput: { name: tables[name].name },
      });
    this.tables = { bars: table('bars'), quotes: table('quotes'), forex: table('forex'), news: table('news') };
    this.workGroup = new CfnWorkGroup(this, 'WorkGroup', { name: props.config.name });
  }
}
