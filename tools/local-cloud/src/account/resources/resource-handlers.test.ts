import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixture } from '../../../test/support.ts';
import { systemClock } from '../../clock.ts';
import { Faults } from '../../faults.ts';
import { Parts } from '../../parts.ts';
import { namesIn } from './properties.ts';
import { recordedTypes } from './recorded/recorded-types.ts';
import { resourceHandlers, typeHandlers } from './resource-handlers.ts';
import type { ResourceRequest } from '../resource-handler.ts';

/** What CloudFormation knows of a type, each list with spaces between the names. */
interface Schema {
  readonly properties: string;
  readonly createOnly: string;
  readonly required: string;
  readonly attributes: string;
}

/** From CloudFormation's resource schemas, as aws-cdk 2.1148.1 carries them (db.json.gz). Only the CDK's own type has none. */
const schemas: Readonly<Record<string, Schema>> = JSON.parse(
  readFileSync(fixture('cloudformation-types.json'), 'utf8'),
);

/** Nothing here gets as far as the disk. */
function account() {
  const context = { dir: '/nowhere', region: 'eu-west-1', clock: systemClock, faults: new Faults() };
  return { parts: new Parts(context, () => ''), parameters: new Map(), tables: new Map(), context };
}

const request = (
  type: string,
  properties: ResourceRequest['properties'] = {},
  more: Partial<ResourceRequest> = {},
) => ({
  stackName: 'trial',
  logicalId: 'Thing',
  type,
  properties,
  tags: {},
  clientToken: 'token',
  ...more,
});

/** What a type must have, filled with something. */
const required = (type: string) => {
  const names = namesIn(schemas[type]?.required ?? '');
  return Object.fromEntries(names.map((name) => [name, name.endsWith('Input') ? {} : `${name.toLowerCase()}-of-it`]));
};

describe('the types of an account', () => {
  const handlers = typeHandlers(account());
  const known = handlers.filter(({ type }) => type !== 'AWS::CDK::Metadata').map((one) => [one.type, one] as const);

  it('are each there once', () => {
    const types = handlers.map(({ type }) => type);
    expect(types).toEqual([...new Set(types)]);
    expect(known.map(([type]) => type).toSorted()).toEqual(Object.keys(schemas).toSorted());
  });

  it.each(known)(
    '%s has the properties that CloudFormation knows, and replaces where CloudFormation does',
    (type, one) => {
      const { used, unused, refused } = one.properties;
      const names = [...namesIn(used), ...namesIn(unused), ...Object.keys(refused)];
      expect(names.toSorted()).toEqual(namesIn(schemas[type]?.properties ?? ''));
      expect(namesIn(one.createOnly).toSorted()).toEqual(namesIn(schemas[type]?.createOnly ?? ''));
    },
  );

  it.each(recordedTypes.filter(({ type }) => type in schemas).map((one) => [one.type, one] as const))(
    '%s asks for what CloudFormation requires, and gives no attribute that CloudFormation does not know',
    async (type, one) => {
      expect(namesIn(one.required ?? '')).toEqual(namesIn(schemas[type]?.required ?? ''));
      const handler = resourceHandlers(account()).find((other) => other.type === type);
      const state = await handler?.create(request(type, required(type)));
      const attributes = namesIn(schemas[type]?.attributes ?? '');
      expect(Object.keys(state?.attributes ?? {}).filter((name) => !attributes.includes(name))).toEqual([]);
    },
  );

  it('refuse a property that CloudFormation does not know, and one that is not there', async () => {
    const handler = resourceHandlers(account()).find(({ type }) => type === 'AWS::Logs::LogGroup');
    await expect(handler?.create(request('AWS::Logs::LogGroup', { RetentionInDay: 7 }))).rejects.toThrow(
      'Encountered unsupported property RetentionInDay',
    );
    const alias = resourceHandlers(account()).find(({ type }) => type === 'AWS::KMS::Alias');
    await expect(alias?.create(request('AWS::KMS::Alias', { AliasName: 'alias/a' }))).rejects.toThrow(
      'required key [TargetKeyId] not found',
    );
  });
});

describe('a type that is only recorded', () => {
  const create = async (
    type: string,
    properties: ResourceRequest['properties'],
    more: Partial<ResourceRequest> = {},
  ) => {
    const handler = resourceHandlers(account()).find((one) => one.type === type);
    return handler?.create(request(type, { ...required(type), ...properties }, more));
  };
  const account1 = '000000000000';

  it.each([
    ['AWS::IAM::Role', { RoleName: 'r', Path: '/a/' }, 'r', { Arn: `arn:aws:iam::${account1}:role/a/r` }],
    ['AWS::IAM::ManagedPolicy', { ManagedPolicyName: 'p' }, `arn:aws:iam::${account1}:policy/p`, {}],
    ['AWS::KMS::Alias', { AliasName: 'alias/lake' }, 'alias/lake', {}],
    [
      'AWS::Logs::LogGroup',
      { LogGroupName: '/a/b' },
      '/a/b',
      { Arn: `arn:aws:logs:eu-west-1:${account1}:log-group:/a/b:*` },
    ],
    ['AWS::Glue::Database', { DatabaseInput: { Name: 'lake' } }, 'lake', {}],
    ['AWS::CloudWatch::Alarm', { AlarmName: 'a' }, 'a', { Arn: `arn:aws:cloudwatch:eu-west-1:${account1}:alarm:a` }],
    [
      'AWS::Scheduler::Schedule',
      { Name: 's', GroupName: 'g' },
      's',
      { Arn: `arn:aws:scheduler:eu-west-1:${account1}:schedule/g/s` },
    ],
    [
      'AWS::ECR::Repository',
      { RepositoryName: 'a/b' },
      'a/b',
      { RepositoryUri: `${account1}.dkr.ecr.eu-west-1.amazonaws.com/a/b` },
    ],
    ['AWS::S3::BucketPolicy', { Bucket: 'lake' }, 'lake', {}],
    ['AWS::Lambda::Url', { TargetFunctionArn: 'f' }, `arn:aws:lambda:eu-west-1:${account1}:function:f`, {}],
  ])('%s answers Ref and GetAtt as AWS documents it', async (type, properties, physicalId, attributes) => {
    expect(await create(type, properties)).toMatchObject({ physicalId, attributes });
  });

  it.each([
    ['AWS::KMS::Key', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
    ['AWS::Athena::NamedQuery', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
    ['AWS::ApiGatewayV2::Api', /^[0-9a-z]{10}$/],
    ['AWS::ApiGatewayV2::Route', /^[0-9a-z]{7}$/],
    ['AWS::IAM::Role', /^trial-Thing-[0-9A-Z]{12}$/],
    ['AWS::ECR::Repository', /^trial-thing-[0-9a-z]{12}$/],
  ])(
    '%s has an id of its own where nobody names it: the same at an update, another beside it',
    async (type, pattern) => {
      const handler = resourceHandlers(account()).find((one) => one.type === type);
      const properties = required(type);
      const state = await handler?.create(request(type, properties));
      if (!handler || !state) throw new Error('not made');
      expect(state.physicalId).toMatch(pattern);
      expect(await handler.update(request(type, properties), state)).toEqual(state);
      const other = await handler.create(request(type, properties, { clientToken: 'another' }));
      expect(other.physicalId).not.toBe(state.physicalId);
    },
  );

  it('keeps its name from others, also after a restart, until it is deleted', async () => {
    const type = 'AWS::Logs::LogGroup';
    const [first, second] = [resourceHandlers(account()), resourceHandlers(account())].map((all) =>
      all.find((one) => one.type === type),
    );
    const state = await first?.create(request(type, { LogGroupName: '/a' }));
    if (!first || !second || !state) throw new Error('not made');
    const again = request(type, { LogGroupName: '/a' }, { clientToken: 'another' });
    const refusal = `Resource of type '${type}' with identifier '/a' already exists.`;
    await expect(first.create(again)).rejects.toMatchObject({ message: refusal, code: 'AlreadyExists' });
    await second.restore?.(state);
    await expect(second.create(again)).rejects.toThrow(refusal);
    await second.delete(state);
    await second.delete(state);
    expect(await second.create(again)).toMatchObject({ physicalId: '/a' });
  });

  it('may have the name of another where another thing holds it', async () => {
    const type = 'AWS::ApiGatewayV2::Stage';
    const handler = resourceHandlers(account()).find((one) => one.type === type);
    const stage = (ApiId: string, clientToken: string) =>
      handler?.create(request(type, { ApiId, StageName: '$default' }, { clientToken }));
    await stage('api-1', 'a');
    expect(await stage('api-2', 'b')).toMatchObject({ physicalId: '$default' });
    await expect(stage('api-2', 'c')).rejects.toThrow("'api-2|$default' already exists");
  });

  it('is replaced when a name that lies deeper changes', async () => {
    const handler = resourceHandlers(account()).find(({ type }) => type === 'AWS::Glue::Database');
    const named = (Name: string) => request('AWS::Glue::Database', { CatalogId: '0', DatabaseInput: { Name } });
    const state = await handler?.create(named('one'));
    if (!handler || !state) throw new Error('not made');
    expect(await handler.update(named('two'), state)).toBe('replace');
    expect(await handler.update(named('one'), state)).toMatchObject({ physicalId: 'one' });
  });
});
