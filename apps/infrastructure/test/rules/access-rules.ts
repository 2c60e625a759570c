import {
  at,
  type Deployment,
  type Json,
  listOf,
  nameOf,
  ofType,
  type Resource,
  targetOf,
  textOf,
} from '../deployment.ts';
import { allStatements, identityStatements } from '../statements.ts';
import { lacking, type Rule, withProperty, without } from './rule.ts';

const FUNCTION = 'AWS::Lambda::Function';
const ROLE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::Policy';
const PERMISSION = 'AWS::Lambda::Permission';
const ROUTE = 'AWS::ApiGatewayV2::Route';
const URL = 'AWS::Lambda::Url';

const roleOf = (deployment: Deployment, { stack, properties }: Resource): Resource | undefined =>
  targetOf(deployment, stack, properties['Role']);

const ownRole: Rule = {
  claim: 'every function has a role of its own, which Lambda alone may assume',
  findings: (deployment) =>
    lacking(deployment, [FUNCTION], (one) => {
      const role = roleOf(deployment, one);
      if (role?.type !== ROLE) return 'has no role of this deployment';
      const others = ofType(deployment, FUNCTION).filter((other) => roleOf(deployment, other) === role);
      if (others.length > 1) return `shares its role with ${others.length - 1} more`;
      const services = allStatements(deployment)
        .filter(({ holder, principal }) => holder === role && principal !== undefined)
        .map(({ principal }) => JSON.stringify(principal));
      return services.join() === '{"Service":"lambda.amazonaws.com"}' ? undefined : `is assumed by ${services.join()}`;
    }),
  sabotages: [
    {
      what: 'with the role of another',
      type: FUNCTION,
      apply: (one, deployment) => {
        const other = ofType(deployment, FUNCTION).find((candidate) => candidate !== one);
        if (!other) return false;
        // A role of another stack is none of this one's: that is a finding too.
        one.properties['Role'] = other.stack === one.stack ? (other.properties['Role'] ?? null) : 'arn:another';
        return undefined;
      },
    },
    {
      what: 'with a role that a user can assume',
      type: FUNCTION,
      apply: (one, deployment) => {
        const role = roleOf(deployment, one);
        if (role) role.properties['AssumeRolePolicyDocument'] = { Statement: { Principal: { AWS: 'arn:user' } } };
      },
    },
  ],
};

const noManagedPolicy: Rule = {
  claim: "no role has an AWS managed policy: those allow more than is used, on everybody's resources",
  findings: (deployment) =>
    lacking(deployment, [ROLE, 'AWS::IAM::User', 'AWS::IAM::Group'], ({ properties }) =>
      listOf(properties['ManagedPolicyArns']).length > 0 ? 'has a managed policy' : undefined,
    ),
  sabotages: [
    withProperty(ROLE, 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']),
  ],
};

const statement = (Action: string, Resource: Json): Json => ({ Statement: { Effect: 'Allow', Action, Resource } });

const singleActions: Rule = {
  claim: 'identities are allowed single actions: none with a *',
  findings: (deployment) =>
    identityStatements(deployment).flatMap(({ holder, actions }) =>
      actions.filter((action) => action.includes('*')).map((action) => `${nameOf(holder)}: ${action}`),
    ),
  sabotages: [withProperty(POLICY, 'PolicyDocument', statement('s3:Get*', 'arn:aws:s3:::a'))],
};

/** Actions that AWS lets nobody narrow to a resource, each with the page that says so. */
const WITHOUT_RESOURCE: Readonly<Record<string, string>> = {};

const singleResources: Rule = {
  claim: 'identities are allowed nothing on *, but for actions that know no resource',
  findings: (deployment) =>
    identityStatements(deployment)
      .filter(({ resources, actions }) => resources.includes('*') && !actions.every((one) => one in WITHOUT_RESOURCE))
      .map(({ holder, actions }) => `${nameOf(holder)}: ${actions.join(', ')} on *`),
  sabotages: [withProperty(POLICY, 'PolicyDocument', statement('s3:GetObject', '*'))],
};

const signedRoutes: Rule = {
  claim: 'no HTTP route is open: every one takes signed requests only',
  findings: (deployment) =>
    lacking(deployment, [ROUTE], ({ properties }) =>
      properties['AuthorizationType'] === 'AWS_IAM'
        ? undefined
        : `is open to ${textOf(properties['AuthorizationType'])}`,
    ),
  sabotages: [without(ROUTE, 'AuthorizationType'), withProperty(ROUTE, 'AuthorizationType', 'NONE')],
};

const signedUrls: Rule = {
  claim: 'no function URL is open: every one takes signed requests only, from no other origin',
  findings: (deployment) =>
    lacking(deployment, [URL], ({ properties }) => {
      if (properties['AuthType'] !== 'AWS_IAM') return 'is open';
      return 'Cors' in properties ? 'answers other origins' : undefined;
    }),
  sabotages: [withProperty(URL, 'AuthType', 'NONE'), withProperty(URL, 'Cors', { AllowOrigins: ['*'] })],
};

const SERVICE = /^[\w.-]+\.amazonaws\.com$/;

const permissionsNamed: Rule = {
  claim: 'who may invoke a function is a service on behalf of one resource of this deployment',
  findings: (deployment) =>
    lacking(deployment, [PERMISSION], ({ stack, properties }) => {
      const { Principal: principal, SourceArn: source } = properties;
      if (typeof principal !== 'string' || !SERVICE.test(principal)) return `lets ${JSON.stringify(principal)} in`;
      return targetOf(deployment, stack, source) ? undefined : 'does not say on whose behalf';
    }),
  sabotages: [withProperty(PERMISSION, 'Principal', '*'), without(PERMISSION, 'SourceArn')],
};

/**
 * What a role asks of a service that may assume it: on whose behalf, in the words that the service knows. Lambda says nothing
 * of the kind, and assumes no role for anybody but who passed it.
 */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  'lambda.amazonaws.com': [],
  /** https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html */
  'scheduler.amazonaws.com': ['aws:SourceAccount', 'aws:SourceArn'],
  /** https://docs.aws.amazon.com/glue/latest/dg/cross-service-confused-deputy-prevention.html */
  'glue.amazonaws.com': ['aws:SourceAccount'],
  /** https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html */
  'firehose.amazonaws.com': ['sts:ExternalId'],
};

const noConfusedDeputy: Rule = {
  claim: 'a role asks the service that assumes it on whose behalf it does: this account and no other',
  findings: (deployment) =>
    allStatements(deployment)
      .filter(({ holder, principal }) => holder.type === ROLE && principal !== undefined)
      .flatMap(({ holder, principal, condition }) => {
        const asked = ASKED[textOf(at(principal, 'Service'))] ?? ['anything'];
        const unasked = asked.filter((key) => at(condition, 'StringEquals', key) === undefined);
        return unasked.length > 0 ? [`${nameOf(holder)}: does not ask ${unasked.join(', ')}`] : [];
      }),
  sabotages: [
    {
      what: 'without its conditions',
      type: ROLE,
      apply: ({ properties }) => {
        const text = JSON.stringify(properties);
        if (!text.includes('"Condition"')) return false;
        Object.assign(properties, JSON.parse(text.replaceAll('"Condition"', '"Remark"')));
        return undefined;
      },
    },
    {
      what: 'of a service that nobody thought of',
      type: ROLE,
      apply: ({ properties }) => {
        const text = JSON.stringify(properties);
        Object.assign(properties, JSON.parse(text.replaceAll(/\w+\.amazonaws\.com/g, 'ec2.amazonaws.com')));
      },
    },
  ],
};

export const accessRules: readonly Rule[] = [
  ownRole,
  noManagedPolicy,
  singleActions,
  singleResources,
  signedRoutes,
  signedUrls,
  permissionsNamed,
  noConfusedDeputy,
];
