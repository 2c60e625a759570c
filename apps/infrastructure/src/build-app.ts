import type { App } from 'aws-cdk-lib';
import type { Config } from './config.ts';
import { type AppOptions, createApp } from './create-app.ts';
import { CollectorStack } from './stacks/collector-stack.ts';
import { LakeStack } from './stacks/lake-stack.ts';
import { MarketFeedStack } from './stacks/market-feed-stack.ts';
import { MonitoringStack } from './stacks/monitoring-stack.ts';
import { ProcessorStack } from './stacks/processor-stack.ts';
import { TransformerStack } from './stacks/transformer-stack.ts';

/** A deployment: one stack a part. */
export interface Stacks {
  readonly lake: LakeStack;
  readonly transformer: TransformerStack;
  readonly collector: CollectorStack;
  readonly processor: ProcessorStack;
  readonly marketFeed: MarketFeedStack;
  readonly monitoring: MonitoringStack;
}

/** The stacks of a deployment, each given what it needs of the others. */
export function addStacks(app: App, config: Config): Stacks {
  const lake = new LakeStack(app, { config });
  const transformer = new TransformerStack(app, { config, lake });
  const collector = new CollectorStack(app, { config, lake });
  const processor = new ProcessorStack(app, { config, lake });
  const marketFeed = new MarketFeedStack(app, { config, lake });
  const monitoring = new MonitoringStack(app, { config, lake, transformer, collector, processor, marketFeed });
  return { lake, transformer, collector, processor, marketFeed, monitoring };
}

/**
 * The whole app, ready to synthesise: reads the apps' bundles and nothing else.
 * @throws {MissingBundleError} when a function was not built.
 */
export function buildApp(config: Config, options: AppOptions = {}): { readonly app: App; readonly stacks: Stacks } {
  const app = createApp(options);
  return { app, stacks: addStacks(app, config) };
}
