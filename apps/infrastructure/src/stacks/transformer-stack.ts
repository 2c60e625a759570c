import { CfnOutput, Duration, Size, Validations } from 'aws-cdk-lib';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  BackupMode,
  Compression,
  DeliveryStream,
  EnableLogging,
  InputFormat,
  KinesisStreamSource,
  LambdaFunctionProcessor,
  ParquetCompression,
  ParquetOutputFormat,
  S3Bucket,
  SchemaConfiguration,
} from 'aws-cdk-lib/aws-kinesisfirehose';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledgeObjects } from '../constructs/acknowledge.ts';
import { BundledFunction } from '../constructs/bundled-function.ts';
import { EncryptedLogGroup } from '../constructs/encrypted-log-group.ts';
import { PREFIXES } from '../constructs/lake-bucket.ts';
import { PartStack, type PartStackProps } from '../constructs/part-stack.ts';
import type { LakeStack } from './lake-stack.ts';

export interface TransformerStackProps extends PartStackProps {
  readonly lake: LakeStack;
}

const BARS = 'bars/';
const ERRORS = `${PREFIXES.quarantine}!{firehose:error-output-type}/`;
/** Days as they arrived, in UTC: Firehose knows no other time of a record that nobody has read. */
const RAW = `${PREFIXES.raw}arrived_on=!{timestamp:yyyy-MM-dd}/`;

/** Bars are in the lake a minute after they were seen: the shortest that dynamic partitioning allows. */
const GATHER = Duration.seconds(60);
/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html */
const OBJECT_SIZE = Size.mebibytes(128);
/** Nobody waits for the raw zone: fewer, larger objects. */
const RAW_GATHER = Duration.seconds(900);
/** A batch's rows come back larger than its records were, in base64, and 6 MB is all that an answer may hold. */
const TRANSFORM_SIZE = Size.mebibytes(1);
/** After these the batch goes to quarantine, from where it can be replayed. */
const TRANSFORM_RETRIES = 3;

/** Bars' way into the lake: a delivery stream that has the transformer read its records and writes them as Parquet. */
export class TransformerStack extends PartStack {
  readonly transformer: BundledFunction;
  readonly deliveryStream: DeliveryStream;

  constructor(scope: Construct, props: TransformerStackProps) {
    super(scope, 'transformer', 'Tickerlake: bars from the stream into the lake, as Parquet', props);
    const { config } = this;
    const { lake } = props;
    this.transformer = new BundledFunction(this, 'Transformer', {
      config,
      app: 'transformer',
      description: 'Answers Firehose with rows of the bars table',
      key: lake.key,
      memoryMb: 512,
      timeout: Duration.minutes(1),
    });
    this.deliveryStream = this.#createDeliveryStream(lake);
    Validations.of(this).acknowledge({
      id: 'CloudFormation-Validate::W7001',
      reason: 'CDK adds the addresses of Firehose to each such stack, for databases in a VPC; there is none here.',
    });
    new CfnOutput(this, 'DeliveryStreamName', { value: this.deliveryStream.deliveryStreamName });
    new CfnOutput(this, 'FunctionName', { value: this.transformer.function.functionName });
  }

  #createDeliveryStream(lake: LakeStack): DeliveryStream {
    const log = new EncryptedLogGroup(this, 'DeliveryLog', { key: lake.key, name: `/${this.config.name}/delivery` });
    const role = this.#createDeliveryRole(lake, log);
    const loggingConfig = new EnableLogging(log);
    const destination = new S3Bucket(lake.bucket, {
      role,
      dataOutputPrefix: `${BARS}dt=!{partitionKeyFromLambda:dt}/`,
      errorOutputPrefix: ERRORS,
      fileExtension: '.parquet',
      bufferingInterval: GATHER,
      bufferingSize: OBJECT_SIZE,
      dynamicPartitioning: { enabled: true },
      processors: [
        new LambdaFunctionProcessor(this.transformer.function, {
          bufferSize: TRANSFORM_SIZE,
          bufferInterval: GATHER,
          retries: TRANSFORM_RETRIES,
        }),
      ],
      dataFormatConversion: {
        schemaConfiguration: SchemaConfiguration.fromCfnTable(lake.tables.bars),
        inputFormat: InputFormat.OPENX_JSON,
        outputFormat: new ParquetOutputFormat({
          // Athena is paid by the bytes it reads, and reads gzip as well as the faster, larger snappy.
          compression: ParquetCompression.GZIP,
          // Names, intervals and sources repeat in every row.
          enableDictionaryCompression: true,
        }),
      },
      loggingConfig,
      ...(this.config.keepRawDays > 0 && {
        s3Backup: {
          mode: BackupMode.ALL,
          bucket: lake.bucket,
          dataOutputPrefix: RAW,
          errorOutputPrefix: ERRORS,
          bufferingInterval: RAW_GATHER,
          bufferingSize: OBJECT_SIZE,
          compression: Compression.GZIP,
          loggingConfig,
        },
      }),
    });
    const source = new KinesisStreamSource(lake.stream);
    const deliveryStream = new DeliveryStream(this, 'Delivery', { source, role, destination });
    Validations.of(deliveryStream).acknowledge({
      id: 'AwsSolutions-KDF1',
      reason:
        'Its source is an encrypted Kinesis stream: Firehose keeps such records encrypted and takes no setting of its own.',
    });
    return deliveryStream;
  }

  /**
   * What Firehose may do, action by action. CDK's own grants say `s3:GetObject*`, `s3:DeleteObject*` and more on the whole
   * bucket, so the role takes none of them.
   * https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
   */
  #createDeliveryRole({ bucket, stream, database, tables }: LakeStack, log: ILogGroup): IRole {
    const prefixes = [BARS, PREFIXES.quarantine, ...(this.config.keepRawDays > 0 ? [PREFIXES.raw] : [])];
    const objects = prefixes.map((prefix) => `${prefix}*`);
    const { functionArn } = this.transformer.function;
    const glue = (resource: string, resourceName?: string): string =>
      this.formatArn({ service: 'glue', resource, ...(resourceName !== undefined && { resourceName }) });
    const role = new Role(this, 'DeliveryRole', {
      description: 'Lets the delivery stream read the stream, call the transformer and write into the lake',
      assumedBy: new ServicePrincipal('firehose.amazonaws.com', {
        conditions: { StringEquals: { 'sts:ExternalId': this.account } },
      }),
      inlinePolicies: {
        stream: allow(
          ['kinesis:DescribeStream', 'kinesis:GetShardIterator', 'kinesis:GetRecords', 'kinesis:ListShards'],
          [stream.streamArn],
        ),
        transformer: allow(
          ['lambda:InvokeFunction', 'lambda:GetFunctionConfiguration'],
          [functionArn, `${functionArn}:$LATEST`],
        ),
        schema: allow(
          ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'],
          [glue('catalog'), glue('database', database.ref), glue('table', `${database.ref}/${tables.bars.ref}`)],
        ),
        bucket: allow(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], [bucket.bucketArn]),
        objects: allow(
          ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
          objects.map((pattern) => bucket.arnForObjects(pattern)),
        ),
        log: allow(['logs:PutLogEvents'], [log.logGroupArn]),
      },
    });
    for (const pattern of objects) {
      acknowledgeObjects(role, bucket, pattern, 'Firehose names the objects itself, below prefixes that are its own.');
    }
    return role.withoutPolicyUpdates();
  }
}

const allow = (actions: string[], resources: string[]): PolicyDocument =>
  new PolicyDocument({ statements: [new PolicyStatement({ actions, resources })] });
