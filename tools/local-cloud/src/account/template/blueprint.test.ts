import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawBlueprint, type Place } from './blueprint.ts';
import { evaluate } from './evaluate.ts';
import type { JsonMap } from './json.ts';
import { readTemplate } from './template.ts';

const place: Place = { region: 'eu-central-1', stackName: 'trial', stackId: 'arn:trial', ssm: () => undefined };
const draw = (source: JsonMap, parameters: readonly (readonly [string, string])[] = []) =>
  drawBlueprint(
    readTemplate(source),
    parameters.map(([key, value]) => ({ key, value, noEcho: false })),
    place,
  );
const thing = (properties: JsonMap = {}, rest: JsonMap = {}) => ({
  Type: 'AWS::Test::Thing',
  Properties: properties,
  ...rest,
});

describe('drawBlueprint', () => {
  it('puts resources after what they refer to or depend on', () => {
    const blueprint = draw({
      Resources: {
        A: thing({ x: { 'Fn::Sub': 'arn:${AWS::Region}:${B.Arn}' } }),
        B: thing({}, { DependsOn: 'D' }),
        C: thing({ x: [{ y: { 'Fn::GetAtt': 'A.Arn' } }] }, { DependsOn: ['B', 'D'] }),
        D: thing(),
      },
    });
    expect([...blueprint.resources.keys()]).toEqual(['D', 'B', 'A', 'C']);
    expect(blueprint.dependencies.get('C')).toEqual(new Set(['A', 'B', 'D']));
  });

  it('leaves out what its condition excludes, and the dependencies of the way not taken', () => {
    const source = {
      Parameters: { Stage: { Type: 'String' } },
      Conditions: {
        Live: { 'Fn::Not': [{ Condition: 'Trial' }] },
        Trial: { 'Fn::Equals': [{ Ref: 'Stage' }, 'trial'] },
      },
      Resources: {
        A: thing({ x: { 'Fn::If': ['Live', { Ref: 'B' }, { Ref: 'AWS::NoValue' }] } }),
        B: thing({}, { Condition: 'Live' }),
      },
      Outputs: { Only: { Condition: 'Live', Value: { Ref: 'B' } } },
    };
    const trial = draw(source, [['Stage', 'trial']]);
    expect([[...trial.resources.keys()], [...trial.outputs.keys()], trial.dependencies.get('A')]).toEqual([
      ['A'],
      [],
      new Set(),
    ]);
    const live = draw(source, [['Stage', 'live']]);
    expect([[...live.resources.keys()], [...live.outputs.keys()]]).toEqual([['B', 'A'], ['Only']]);
  });

  it('knows the pseudo parameters', () => {
    const scope = draw({ Resources: { A: thing() } }).scope({
      reference: () => undefined,
      attribute: () => undefined,
      exported: () => undefined,
    });
    const text =
      '${AWS::Partition} ${AWS::Region} ${AWS::AccountId} ${AWS::StackName} ${AWS::StackId} ${AWS::URLSuffix}';
    expect(evaluate({ 'Fn::Sub': text }, scope)).toBe('aws eu-central-1 000000000000 trial arn:trial amazonaws.com');
    expect(evaluate([{ Ref: 'AWS::NotificationARNs' }, { Ref: 'AWS::NoValue' }], scope)).toEqual([[]]);
  });

  it.each<[string, JsonMap, string]>([
    [
      'a Ref',
      { A: thing({ x: { Ref: 'X' }, y: { 'Fn::Sub': '${Y}' } }) },
      'Template format error: Unresolved resource dependencies [X, Y] in the Resources block of the template',
    ],
    [
      'a DependsOn',
      { A: thing({}, { DependsOn: 'X' }) },
      'Template format error: Unresolved resource dependencies [X] in the Resources block of the template',
    ],
    [
      'a GetAtt',
      { A: thing({ x: { 'Fn::GetAtt': ['X', 'Arn'] } }) },
      'Template error: instance of Fn::GetAtt references undefined resource X',
    ],
    [
      'a mapping',
      { A: thing({ x: { 'Fn::FindInMap': ['M', 'a', 'b'] } }) },
      "Template error: Mapping named 'M' is not present in the 'Mappings' section of template.",
    ],
    [
      'a condition',
      { A: thing({}, { Condition: 'C' }) },
      'Template format error: Unresolved condition dependency C in the Resources block of the template',
    ],
    [
      'the condition of an If',
      { A: thing({ x: { 'Fn::If': ['C', 1, 2] } }) },
      'Unresolved condition dependency C in the Resources block',
    ],
    ['itself', { A: thing({ x: { Ref: 'A' } }) }, 'Circular dependency between resources: [A]'],
    [
      'a circle',
      {
        A: thing({ x: { Ref: 'B' } }),
        B: thing({}, { DependsOn: 'C' }),
        C: thing({ x: { 'Fn::GetAtt': 'A.Arn' } }),
        D: thing({ x: { Ref: 'A' } }),
      },
      'Circular dependency between resources: [A, B, C]',
    ],
  ])('refuses a reference to what is not there: %s', (_, resources, message) => {
    expect(() => draw({ Resources: resources })).toThrow(message);
  });

  it('refuses outputs and conditions that refer to what is not there', () => {
    const Resources = { A: thing() };
    expect(() => draw({ Resources, Outputs: { O: { Value: { Ref: 'X' } } } })).toThrow(
      'Unresolved resource dependencies [X] in the Outputs block of the template',
    );
    expect(() => draw({ Resources, Conditions: { C: { 'Fn::Equals': [{ Ref: 'A' }, 'a'] } } })).toThrow(
      'Unresolved resource dependencies [A] in the Conditions block of the template',
    );
    expect(() => draw({ Resources, Conditions: { C: { 'Fn::Not': [{ Condition: 'C' }] } } })).toThrow(
      'circular condition dependency with C',
    );
  });

  it('holds the rules against the parameters', () => {
    const rule = (condition?: JsonMap) => ({
      Parameters: { BootstrapVersion: { Type: 'String' } },
      Rules: {
        CheckBootstrapVersion: {
          ...(condition && { RuleCondition: condition }),
          Assertions: [
            {
              Assert: { 'Fn::Not': [{ 'Fn::Contains': [['1', '2', '5'], { Ref: 'BootstrapVersion' }] }] },
              AssertDescription: "CDK bootstrap stack version 6 required. Please run 'cdk bootstrap'.",
            },
          ],
        },
      },
      Resources: { A: thing() },
    });
    expect(() => draw(rule(), [['BootstrapVersion', '5']])).toThrow('CDK bootstrap stack version 6 required.');
    expect(() => draw(rule(), [['BootstrapVersion', '33']])).not.toThrow();
    expect(() => draw(rule({ 'Fn::Equals': ['a', 'b'] }), [['BootstrapVersion', '5']])).not.toThrow();
  });

  it('finds an order for every graph without circles, and names only what is in one', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 25 }), (edges) => {
        const ids = [...new Set(edges.flat())].map((i) => `R${i}`);
        fc.pre(ids.length > 0);
        const needs = (id: string) => edges.filter(([a]) => `R${a}` === id).map(([, b]) => `R${b}`);
        const source = {
          Resources: Object.fromEntries(ids.map((id) => [id, thing({ n: needs(id).map((Ref) => ({ Ref })) })])),
        };
        const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
          needs(from).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
        if (!ids.some((id) => reaches(id, id))) {
          const order = [...draw(source).resources.keys()];
          for (const id of ids)
            for (const needed of needs(id)) expect(order.indexOf(needed)).toBeLessThan(order.indexOf(id));
          return;
        }
        try {
          draw(source);
          expect.unreachable();
        } catch (error) {
          const named = /between resources: \[(.*)\]/.exec(String(error))?.[1]?.split(', ') ?? [];
          for (const id of ids) if (reaches(id, id)) expect(named).toContain(id);
        }
      }),
    ));
});
