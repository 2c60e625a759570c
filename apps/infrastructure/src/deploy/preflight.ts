import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { explainAwsFailure, isAccessDenied, nameOf } from './aws-failures.ts';
import type { AwsPlace } from './aws-place.ts';
import { NotReadyError } from './failures.ts';
import type { AwsSession } from './session.ts';

/** Where `cdk bootstrap` writes what it left behind. https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
const BOOTSTRAP_PARAMETER = '/cdk-bootstrap/hnb659fds/version';
/** What aws-cdk-lib's stacks need at least. https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html#bootstrapping-template */
const MIN_BOOTSTRAP_VERSION = 6;
/** As people type it. */
const BOOTSTRAP_COMMAND = 'npx nx run infrastructure:bootstrap';

/**
 * Whether it can be deployed here at all, found out before anything is built.
 * @throws {NotReadyError} one sentence that says what to do
 */
export async function checkReady(aws: AwsSession): Promise<void> {
  await checkBootstrap(aws, await checkAccount(aws));
}

/**
 * Who would deploy: asks AWS with the credentials that the CDK CLI will find too.
 * @returns the account's id
 * @throws {NotReadyError} where credentials or endpoint are not ready, or the account is not the configured one
 */
export async function checkAccount({ clients, place, config }: AwsSession): Promise<string> {
  const { Account: account } = await clients.sts.send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
    throw explainAwsFailure(error, 'who is asking (STS GetCallerIdentity)', place);
  });
  if (account === undefined) {
    throw new NotReadyError(
      `${place.endpoint ?? 'AWS'} does not say which account the credentials belong to: is it AWS?`,
    );
  }
  if (config.account !== undefined && config.account !== account) {
    throw new NotReadyError(
      `The configuration says account ${config.account}, but the credentials belong to ${account}: sign in to the other, or change "account".`,
    );
  }
  return account;
}

async function checkBootstrap({ clients, place }: AwsSession, account: string): Promise<void> {
  const version = await bootstrapVersion(clients.ssm, place);
  const where = `Account ${account} in ${place.region}`;
  if (version === undefined) {
    throw new NotReadyError(`${where} was not prepared for CDK yet: run ${BOOTSTRAP_COMMAND}, once.`);
  }
  if (version === 'unreadable' || version >= MIN_BOOTSTRAP_VERSION) return;
  throw new NotReadyError(
    `${where} was prepared for CDK with version ${version}, but ${MIN_BOOTSTRAP_VERSION} or later is needed: run ${BOOTSTRAP_COMMAND}.`,
  );
}

/** `undefined` where there is none. Who may not read it may deploy all the same, with roles that may: then cdk finds out. */
async function bootstrapVersion(ssm: SSMClient, place: AwsPlace): Promise<number | 'unreadable' | undefined> {
  try {
    const { Parameter: parameter } = await ssm.send(new GetParameterCommand({ Name: BOOTSTRAP_PARAMETER }));
    return Number(parameter?.Value);
  } catch (error) {
    if (nameOf(error) === 'ParameterNotFound') return undefined;
    if (isAccessDenied(error)) return 'unreadable';
    throw explainAwsFailure(error, 'whether CDK was set up (SSM GetParameter)', place);
  }
}
