import { Duration } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { BundledFunction } from '../constructs/bundled-function.ts';
import { PartStack, type PartStackProps } from '../constructs/part-stack.ts';
import type { LakeStack } from './lake-stack.ts';

export interface ProcessorStackProps extends PartStackProps {
  readonly lake: LakeStack;
}

/** Quotes, rates and stories on their way into the lake: log pipe, queue, processor, notices. */
export class ProcessorStack extends PartStack {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly notices: Topic;
  readonly logPipe: BundledFunction;
  readonly processor: BundledFunction;

  constructor(scope: Construct, props: ProcessorStackProps) {
    super(scope, 'processor', 'Tickerlake: quotes, rates and stories from the stream into the lake', props);
    const { config, lake } = props;
    const shared = { config, key: lake.key, memoryMb: 512, timeout: Duration.seconds(10) };
    this.queue = new Queue(this, 'Queue');
    this.deadLetterQueue = new Queue(this, 'DeadLetterQueue');
    this.notices = new Topic(this, 'Notices');
    this.logPipe = new BundledFunction(this, 'LogPipe', { ...shared, app: 'log-pipe', description: 'Log pipe' });
    this.processor = new BundledFunction(this, 'Processor', { ...shared, app: 'processor', description: 'Processor' });
  }
}
