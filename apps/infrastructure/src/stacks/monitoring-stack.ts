import type { Construct } from 'constructs';
import { PartStack, type PartStackProps } from '../constructs/part-stack.ts';
import type { CollectorStack } from './collector-stack.ts';
import type { LakeStack } from './lake-stack.ts';
import type { MarketFeedStack } from './market-feed-stack.ts';
import type { ProcessorStack } from './processor-stack.ts';
import type { TransformerStack } from './transformer-stack.ts';

export interface MonitoringStackProps extends PartStackProps {
  readonly lake: LakeStack;
  readonly transformer: TransformerStack;
  readonly collector: CollectorStack;
  readonly processor: ProcessorStack;
  readonly marketFeed: MarketFeedStack;
}

/** What people look at, and what wakes them. */
export class MonitoringStack extends PartStack {
  constructor(scope: Construct, props: MonitoringStackProps) {
    super(scope, 'monitoring', 'Tickerlake: dashboard and alarms', props);
  }
}
