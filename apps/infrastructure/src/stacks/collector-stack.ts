import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { BundledFunction } from '../constructs/bundled-function.ts';
import { PartStack, type PartStackProps } from '../constructs/part-stack.ts';
import type { LakeStack } from './lake-stack.ts';

export interface CollectorStackProps extends PartStackProps {
  readonly lake: LakeStack;
}

/** How bars come in: a function on a schedule and behind an HTTP API. */
export class CollectorStack extends PartStack {
  readonly collector: BundledFunction;

  constructor(scope: Construct, props: CollectorStackProps) {
    super(scope, 'collector', 'Tickerlake: fetches bars and puts them onto the stream', props);
    const { config, lake } = props;
    this.collector = new BundledFunction(this, 'Collector', {
      config,
      app: 'collector',
      description: 'Fetches bars and puts them onto the stream',
      key: lake.key,
      memoryMb: 512,
      timeout: Duration.minutes(1),
      environment: { TICKERLAKE_STREAM: lake.stream.streamName },
    });
  }
}
