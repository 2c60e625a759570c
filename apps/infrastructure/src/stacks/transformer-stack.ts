import { Duration } from 'aws-cdk-lib';
import { DeliveryStream, S3Bucket } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { Construct } from 'constructs';
import { BundledFunction } from '../constructs/bundled-function.ts';
import { PartStack, type PartStackProps } from '../constructs/part-stack.ts';
import type { LakeStack } from './lake-stack.ts';

export interface TransformerStackProps extends PartStackProps {
  readonly lake: LakeStack;
}

/** Bars' way into the lake: a delivery stream that has the transformer read its records and writes them as Parquet. */
export class TransformerStack extends PartStack {
  readonly transformer: BundledFunction;
  readonly deliveryStream: DeliveryStream;

  constructor(scope: Construct, props: TransformerStackProps) {
    super(scope, 'transformer', 'Tickerlake: bars from the stream into the lake, as Parquet', props);
    const { config, lake } = props;
    this.transformer = new BundledFunction(this, 'Transformer', {
      config,
      app: 'transformer',
      description: 'Answers Firehose with rows of the bars table',
      key: lake.key,
      memoryMb: 512,
      timeout: Duration.minutes(1),
    });
    this.deliveryStream = new DeliveryStream(this, 'Delivery', { destination: new S3Bucket(lake.bucket) });
  }
}
