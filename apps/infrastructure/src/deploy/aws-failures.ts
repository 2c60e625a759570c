import type { AwsPlace } from './aws-place.ts';
import { NotReadyError } from './failures.ts';

/** What AWS calls credentials that it does not take. https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
const REFUSED_CREDENTIALS = new Set([
  'AuthFailure',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'RequestExpired',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

const NO_CREDENTIALS = new Set(['CredentialsProviderError', 'TokenProviderError']);

export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether AWS says that this may not be asked. */
export const isAccessDenied = (error: unknown): boolean => /^AccessDenied(Exception)?$/.test(nameOf(error));

/** What went wrong in a call of AWS, as one sentence that says what to do. */
export function explainAwsFailure(error: unknown, call: string, place: AwsPlace): NotReadyError {
  if (error instanceof NotReadyError) return error;
  return new NotReadyError(sentenceOf(error, call, place), { cause: error });
}

function sentenceOf(error: unknown, call: string, place: AwsPlace): string {
  // The SDK adds lines for who debugs it.
  const said = messageOf(error).replace(/\n.*/s, '').replace(/\.$/, '');
  if (NO_CREDENTIALS.has(nameOf(error))) {
    return `No AWS credentials were found (${said}): sign in (aws sso login), or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`;
  }
  if (REFUSED_CREDENTIALS.has(nameOf(error))) {
    return `AWS refused the credentials (${nameOf(error)}: ${said}): sign in again (aws sso login), or set others in AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`;
  }
  if (isUnreached(error)) return unreachedSentence(error, place);
  return `${place.endpoint ?? 'AWS'} did not answer ${call} (${nameOf(error)}: ${said}).${place.endpoint === undefined ? '' : ENDPOINT_HINT}`;
}

const ENDPOINT_HINT =
  ' AWS_ENDPOINT_URL must name an AWS account: unset it for AWS itself, or start a local one with: npx nx run local-cloud:start';

/** Errors of the network, not of a service: they carry a code, and no answer. */
function isUnreached(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const answered = '$metadata' in error && statusOf(error.$metadata) !== undefined;
  return !answered && (error.name === 'TimeoutError' || causeCode(error) !== undefined);
}

const statusOf = (metadata: unknown): unknown =>
  typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
    ? metadata.httpStatusCode
    : undefined;

/** `ECONNREFUSED` and the like, also of the first of several addresses that were tried. */
function causeCode(error: Error): string | undefined {
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError && error.errors[0] instanceof Error ? causeCode(error.errors[0]) : undefined;
}

function unreachedSentence(error: Error, { endpoint, region }: AwsPlace): string {
  const why = causeCode(error) ?? error.name;
  return endpoint === undefined
    ? `AWS cannot be reached in region ${region} (${why}): check the network, and the region's name.`
    : `AWS cannot be reached at AWS_ENDPOINT_URL=${endpoint} (${why}): unset it for AWS itself, or start what should listen there.`;
}
