import { randomBytes } from 'node:crypto';
import { type Form, queryService, wrap } from '../query-service.ts';
import { element } from '../s3/xml.ts';
import { ACCOUNT_ID, type Service, ServiceError, type ServiceRequest } from '../service.ts';

/** Seconds of a session. @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const DURATION_S = 3600;
const DURATION_MIN_S = 900;
const DURATION_MAX_S = 43_200;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;

export interface StsSetup {
  readonly now: () => number;
  /** Whether the account has a role of that ARN. */
  readonly hasRole: (arn: string) => boolean;
}

/** A session of a role, by the access key that it signs with. */
interface Session {
  readonly arn: string;
  readonly userId: string;
}

/** STS: who calls, and sessions of the roles that stacks have made. Everybody may assume them: nothing here checks permissions. */
export function stsService(setup: StsSetup): Service {
  const sessions = new Map<string, Session>();
  return queryService({
    name: 'STS',
    scope: 'sts',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    calls: {
      AssumeRole: (form, request) => assumeRole(setup, sessions, form, callerOf(sessions, request)),
      GetCallerIdentity: (_, request) => {
        const { arn, userId } = callerOf(sessions, request);
        return element('Arn', arn) + element('UserId', userId) + element('Account', ACCOUNT_ID);
      },
    },
  });
}

/** Keys that no session has are the account's own. */
function callerOf(sessions: ReadonlyMap<string, Session>, { headers }: ServiceRequest): Session {
  const [, key = ''] = /Credential=([^/,]+)\//.exec(headers['authorization'] ?? '') ?? [];
  return sessions.get(key) ?? { arn: `arn:aws:iam::${ACCOUNT_ID}:root`, userId: ACCOUNT_ID };
}

function assumeRole({ now, hasRole }: StsSetup, sessions: Map<string, Session>, form: Form, caller: Session): string {
  const roleArn = form.get('RoleArn') ?? '';
  const name = form.get('RoleSessionName') ?? '';
  const seconds = Number(form.get('DurationSeconds') ?? DURATION_S);
  if (!SESSION_NAME.test(name)) throw invalid('roleSessionName', name, 'to match [\\w+=,.@-]{2,64}');
  if (!(seconds >= DURATION_MIN_S && seconds <= DURATION_MAX_S))
    throw invalid('durationSeconds', String(seconds), `to be from ${DURATION_MIN_S} to ${DURATION_MAX_S}`);
  if (!hasRole(roleArn)) {
    const message = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
    throw new ServiceError('AccessDenied', message, 403);
  }
  const accessKeyId = `ASIA${identifier()}`;
  const roleId = `AROA${identifier()}`;
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const session = { arn: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/${role}/${name}`, userId: `${roleId}:${name}` };
  sessions.set(accessKeyId, session);
  const credentials =
    element('AccessKeyId', accessKeyId) +
    element('SecretAccessKey', randomBytes(30).toString('base64')) +
    element('SessionToken', randomBytes(60).toString('base64')) +
    element('Expiration', new Date(now() + seconds * 1000).toISOString());
  const user = element('AssumedRoleId', session.userId) + element('Arn', session.arn);
  return wrap('Credentials', credentials) + wrap('AssumedRoleUser', user);
}

const invalid = (member: string, value: string, wanted: string): ServiceError =>
  new ServiceError(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member is ${wanted}`,
  );

/** Sixteen capitals and digits, as ids of IAM have them. */
const identifier = (): string =>
  Array.from(randomBytes(16), (byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(byte & 31)).join('');
