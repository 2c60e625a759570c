import { describe, expect, it } from 'vitest';
import { type Deployment, nameOf, ofType, synthesise } from './deployment.ts';
import { accessRules } from './rules/access-rules.ts';
import { dataRules, STATEFUL } from './rules/data-rules.ts';
import { operationRules } from './rules/operation-rules.ts';
import type { Sabotage } from './rules/rule.ts';

const deployment = synthesise({ alarmEmail: 'alarms@example.com', noticeEmail: 'notices@example.com' });

/** A deployment of its own for each sabotage of each resource. */
const sabotaged = ({ type, apply }: Sabotage): { name: string; broken: Deployment }[] =>
  ofType(deployment, type).flatMap((resource) => {
    const broken = structuredClone(deployment);
    const twin = broken.resources.find((one) => nameOf(one) === nameOf(resource));
    return twin && apply(twin, broken) !== false ? [{ name: nameOf(resource), broken }] : [];
  });

describe.each([...dataRules, ...accessRules, ...operationRules])('$claim', ({ findings, sabotages }) => {
  it('holds for the whole deployment', () => {
    expect(findings(deployment)).toEqual([]);
  });

  it.each(sabotages)('is seen to be broken by $type $what', (sabotage) => {
    const cases = sabotaged(sabotage);
    const unseen = cases.filter(({ name, broken }) => !findings(broken).some((one) => one.startsWith(`${name}: `)));
    expect(cases).not.toEqual([]);
    expect(unseen.map(({ name }) => name)).toEqual([]);
  });
});

/** Every type of resource that the stacks have. A new one belongs here once the rules know what to ask of it. */
const KNOWN_TYPES: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Athena::NamedQuery',
  'AWS::Athena::WorkGroup',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Glue::Crawler',
  'AWS::Glue::Database',
  'AWS::Glue::SecurityConfiguration',
  'AWS::Glue::Table',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Kinesis::Stream',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Url',
  'AWS::Logs::LogGroup',
  'AWS::Logs::LogStream',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
]);

it('knows every type of resource', () => {
  const unknown = deployment.resources.map(({ type }) => type).filter((type) => !KNOWN_TYPES.has(type));
  expect([...new Set(unknown)]).toEqual([]);
});

it('takes its data along where the deployment is a trial', () => {
  const { resources } = synthesise({ removeData: true });
  const kept = resources.filter(({ type, deletionPolicy }) => STATEFUL.includes(type) && deletionPolicy !== 'Delete');
  expect(kept.map(nameOf)).toEqual([]);
});
