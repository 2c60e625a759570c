import { join } from 'node:path';
import { awsEnvironment, runBundle } from '@tickerlake/testing';
import { describe, expect, it } from 'vitest';
import { at, type Json, nameOf, ofType, type Resource, synthesise, targetOf, textOf } from './deployment.ts';

const deployment = synthesise();
const functions = ofType(deployment, 'AWS::Lambda::Function').map((resource) => ({
  resource,
  app: deployment.apps[nameOf(resource)] ?? '',
}));

/** What CloudFormation would put in the place of a reference, by what it refers to. */
const REFERENCES: Readonly<Record<string, string>> = {
  'AWS::Kinesis::Stream': 'tickerlake-lake-Stream790BDEE4-Xo1Yz2',
  'AWS::S3::Bucket': 'tickerlake-lake-bucket83908e77-xo1yz2',
  'AWS::SNS::Topic': 'arn:aws:sns:us-east-1:123456789012:tickerlake-processor-NoticesCD1BD20F-Xo1Yz2',
  'AWS::SQS::Queue': 'https://sqs.us-east-1.amazonaws.com/123456789012/tickerlake-processor-Queue4A7E3555-Xo1Yz2',
};

const resolved = (stack: string, value: Json): string =>
  REFERENCES[targetOf(deployment, stack, value)?.type ?? ''] ?? textOf(value);

const environmentOf = ({ stack, properties }: Resource): Record<string, string> =>
  Object.fromEntries(
    Object.entries(at(properties, 'Environment', 'Variables') ?? {}).map(([name, value]) => [
      name,
      resolved(stack, value),
    ]),
  );

/** Starts a function as Lambda would, without an event. */
const start = (app: string, env: Record<string, string>) =>
  runBundle(join(import.meta.dirname, '../..', app, 'dist/handler.mjs'), [], {
    ...awsEnvironment('http://127.0.0.1:9'),
    ...env,
  });

const withVariables = ({ resource }: (typeof functions)[number]): boolean =>
  Object.keys(environmentOf(resource)).some((name) => name.startsWith('TICKERLAKE_'));

describe('the environment of a function', () => {
  it.each(functions)('is one that the bundle of $app starts with', async ({ app, resource }) => {
    await expect(start(app, environmentOf(resource))).resolves.toEqual({ answers: [], log: [] });
  });

  it.each(functions.filter(withVariables))(
    'would be refused by $app with a name misspelt',
    async ({ app, resource }) => {
      const misspelt = { ...environmentOf(resource), TICKERLAKE_STREEM: 'a' };
      await expect(start(app, misspelt)).rejects.toThrow(/TICKERLAKE_STREEM/);
    },
  );
});
