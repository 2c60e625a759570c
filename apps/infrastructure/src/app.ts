/** The CDK app: `cdk synth`, `diff`, `deploy` and `destroy` run this program (cdk.json) and read what it writes. */
import { addStacks, createApp } from './build-app.ts';
import { configSchema } from './config.ts';

const app = createApp();
addStacks(app, configSchema.parse({}));
app.synth();
