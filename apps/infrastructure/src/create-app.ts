import { readFileSync } from 'node:fs';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { z } from 'zod';

export interface AppOptions {
  /** Folder of the synthesised templates and assets. @default what the CDK CLI says, else a temporary folder */
  readonly outdir?: string;
  /** Whether cdk-nag's rules hold; a finding that nobody has acknowledged then fails the synthesis. @default true */
  readonly checks?: boolean;
}

const cdkJson = z.object({ context: z.record(z.string(), z.json()) });

/** An app with the feature flags of cdk.json, whether the CDK CLI started it or not. */
export function createApp({ outdir, checks = true }: AppOptions = {}): App {
  const { context } = cdkJson.parse(JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8')));
  const app = new App({
    context,
    analyticsReporting: false,
    // Synthesised when asked to, and not on the way out of a program that has refused its configuration.
    autoSynth: false,
    ...(outdir !== undefined && { outdir }),
  });
  if (checks) Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
  return app;
}
