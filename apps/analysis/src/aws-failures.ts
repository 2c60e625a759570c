import { CommandError } from './failures.ts';

/** What the AWS SDK says when it lacks something, as what to do about it; other errors as they came. */
export function explainAwsFailure(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'CredentialsProviderError') return new CommandError(NO_CREDENTIALS, { cause: error });
  return error.message === 'Region is missing' ? new CommandError(NO_REGION, { cause: error }) : error;
}

const NO_CREDENTIALS =
  'No AWS credentials were found: sign in (aws sso login), or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';
const NO_REGION = 'No AWS region was found: give --region, or set AWS_REGION.';
