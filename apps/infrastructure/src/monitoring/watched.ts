import type { Config } from '../config.ts';
import type { CollectorStack } from '../stacks/collector-stack.ts';
import type { LakeStack } from '../stacks/lake-stack.ts';
import type { MarketFeedStack } from '../stacks/market-feed-stack.ts';
import type { ProcessorStack } from '../stacks/processor-stack.ts';
import type { TransformerStack } from '../stacks/transformer-stack.ts';

/** What is watched. */
export interface Watched {
  readonly config: Config;
  readonly lake: LakeStack;
  readonly transformer: TransformerStack;
  readonly collector: CollectorStack;
  readonly processor: ProcessorStack;
  readonly marketFeed: MarketFeedStack;
}
