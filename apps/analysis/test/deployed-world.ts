import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { startLocalAccount } from '@tickerlake/local-cloud/account';
import { startYahooStandIn } from '@tickerlake/testing';
import { startAthenaHttpFake } from '../../../libs/athena-query/test/athena-http-fake.ts';
import { deployStack } from './deploy-stack.ts';

const ref = (id: string) => ({ Value: { Ref: id } });
/** What the examples ask of a deployment. */
const STACKS = {
  'tickerlake-lake': {
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket' },
      Stream: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } },
    },
    Outputs: {
      BucketName: ref('Bucket'),
      StreamName: ref('Stream'),
      DatabaseName: { Value: 'tickerlake' },
      WorkGroupName: { Value: 'tickerlake' },
    },
  },
  'tickerlake-processor': {
    Resources: { Queue: { Type: 'AWS::SQS::Queue' }, DeadLetterQueue: { Type: 'AWS::SQS::Queue' } },
    Outputs: { QueueUrl: ref('Queue'), DeadLetterQueueUrl: ref('DeadLetterQueue') },
  },
};

/** A Yahoo, an account with a deployment, and an Athena over the folder `lake`, all on this machine. */
export interface DeployedWorld {
  /** Where commands find them. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts what commands in `home` may ask, with `home`'s lake as the deployed one. */
export async function startDeployedWorld(home: string): Promise<DeployedWorld> {
  const yahoo = await startYahooStandIn({ generated: 'any' });
  const account = await startLocalAccount({ dir: join(home, 'account') });
  const athena = await startAthenaHttpFake(join(home, 'lake'), []);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const formation = new CloudFormationClient({ endpoint: account.endpoint, region: 'us-east-1', credentials });
  for (const [name, template] of Object.entries(STACKS)) await deployStack(formation, name, template);
  return {
    env: {
      TICKERLAKE_YAHOO_URL: yahoo.url,
      AWS_ENDPOINT_URL: account.endpoint,
      AWS_ENDPOINT_URL_ATHENA: athena.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
    async close() {
      formation.destroy();
      await athena.close();
      await account.stop();
      await yahoo.close();
    },
  };
}
