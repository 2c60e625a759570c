import type { Construct } from 'constructs';
import type { BundledFunction } from '../constructs/bundled-function.ts';
import { PartStack, type PartStackProps } from '../constructs/part-stack.ts';
import type { LakeStack } from './lake-stack.ts';

export interface MarketFeedStackProps extends PartStackProps {
  readonly lake: LakeStack;
}

/** The simulated market as a function behind a URL. */
export class MarketFeedStack extends PartStack {
  // Until apps/market-feed builds a handler there is no bundle to make it of.
  declare readonly marketFeed: BundledFunction;

  constructor(scope: Construct, props: MarketFeedStackProps) {
    super(scope, 'market-feed', 'Tickerlake: the simulated market', props);
  }
}
