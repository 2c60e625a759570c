/** The CDK app: `cdk synth`, `diff`, `deploy` and `destroy` run this program (cdk.json) and read what it writes. */
import { addStacks } from './build-app.ts';
import { createApp } from './create-app.ts';
import { InfrastructureError } from './errors.ts';
import { readConfig } from './read-config.ts';

try {
  const app = createApp();
  addStacks(app, readConfig({ env: process.env, context: app.node.getAllContext() }));
  app.synth();
} catch (error) {
  if (!(error instanceof InfrastructureError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
