/** The CDK app: `cdk synth`, `diff`, `deploy` and `destroy` run this program (cdk.json) and read what it writes. */
import { addStacks } from './build-app.ts';
import { createApp } from './create-app.ts';
import { InfrastructureError } from './errors.ts';
import { readConfig } from './read-config.ts';

/** What a person can mend by its message: a stack trace would hide it. CDK has listed its findings when it says so. */
const isMendable = (error: unknown): error is Error =>
  error instanceof InfrastructureError || (error instanceof Error && error.name === 'ValidationFailed');

try {
  const app = createApp();
  addStacks(app, readConfig({ env: process.env, context: app.node.getAllContext() }));
  app.synth();
} catch (error) {
  if (!isMendable(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
