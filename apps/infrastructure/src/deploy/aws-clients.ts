import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsPlace } from './aws-place.ts';

/** How long an endpoint may take to accept a connection, and to answer a question, milliseconds. */
const CONNECT_MS = 3_000;
const ANSWER_MS = 15_000;

/** The services that the driver itself asks; the rest is the CDK CLI's. */
export interface AwsClients {
  readonly sts: STSClient;
  readonly ssm: SSMClient;
  readonly cloudFormation: CloudFormationClient;
  readonly lambda: LambdaClient;
  close(): void;
}

/** Clients that find credentials as every AWS tool does, and give up soon where nobody answers. */
export function createClients({ region, endpoint }: AwsPlace): AwsClients {
  const place = { region, maxAttempts: 2, ...(endpoint !== undefined && { endpoint }) };
  const asking = {
    ...place,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS, throwOnRequestTimeout: true },
  };
  const clients = {
    sts: new STSClient(asking),
    ssm: new SSMClient(asking),
    cloudFormation: new CloudFormationClient(asking),
    // A function takes its time, and must not be called twice.
    lambda: new LambdaClient({ ...place, maxAttempts: 1, requestHandler: { connectionTimeout: CONNECT_MS } }),
  };
  return {
    ...clients,
    close: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
