import { describe, expect, it } from 'vitest';
import type { JsonMap } from './json.ts';
import { readTemplate } from './template.ts';

const queue = { Type: 'AWS::SQS::Queue' };
const withResource = (resource: JsonMap): JsonMap => ({ Resources: { Queue: { ...queue, ...resource } } });

describe('readTemplate', () => {
  it('fills in what a resource leaves out', () => {
    const { resources, outputs } = readTemplate({ Resources: { Queue: queue }, Outputs: { Url: { Value: 'x' } } });
    expect(resources.get('Queue')).toEqual({
      type: 'AWS::SQS::Queue',
      properties: {},
      condition: undefined,
      dependsOn: [],
      deletionPolicy: 'Delete',
      updateReplacePolicy: 'Delete',
      metadata: {},
    });
    expect(outputs.get('Url')).toMatchObject({ value: 'x', exportName: undefined });
  });

  it.each([
    [{ Resources: {} }, 'Template format error: At least one Resources member must be defined.'],
    [{}, 'Template format error: At least one Resources member must be defined.'],
    [{ ...withResource({}), Resource: {} }, 'Invalid template property or properties [Resource]'],
    [{ ...withResource({}), Transform: 'AWS::Serverless-2016-10-31' }, 'Transform is not part of the local account'],
    [
      { ...withResource({}), AWSTemplateFormatVersion: '2011' },
      'unsupported value for AWSTemplateFormatVersion: "2011"',
    ],
    [{ ...withResource({}), Description: 'x'.repeat(1025) }, 'Template Description exceeds 1024 bytes.'],
    [{ Resources: { Q: {} } }, '[/Resources/Q] Every Resources object must contain a Type member.'],
    [{ Resources: { 'a-b': queue } }, 'Resource name a-b is non alphanumeric.'],
    [{ Resources: { Q: 'text' } }, '[/Resources/Q] is not an object: "text".'],
    [withResource({ Propertys: {} }), "Invalid template resource property 'Propertys'"],
    [withResource({ CreationPolicy: {} }), 'CreationPolicy] is not part of the local account'],
    [
      withResource({ DeletionPolicy: 'Snapshot' }),
      'Unrecognized DeletionPolicy "Snapshot" for resource /Resources/Queue.',
    ],
    [withResource({ Condition: 7 }), '[/Resources/Queue/Condition] must be a string: 7.'],
    [{ ...withResource({}), Outputs: { O: {} } }, 'Every Outputs member must contain a Value object'],
    [
      { Resources: Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`Q${i}`, queue])) },
      'Number of resources, 501, is greater than maximum allowed, 500',
    ],
  ])('refuses %#', (source, message) => {
    expect(() => readTemplate(source)).toThrow(message);
  });
});
