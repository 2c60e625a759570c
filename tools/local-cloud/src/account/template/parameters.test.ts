import { describe, expect, it } from 'vitest';
import type { JsonMap } from './json.ts';
import { checkDeclarations, type GivenParameter, resolveParameters, referenceOf } from './parameters.ts';

const sources = { previous: [], ssm: (name: string) => (name === '/cdk/version' ? '33' : undefined) };
const resolved = (declaration: JsonMap, given: readonly GivenParameter[] = [], from = sources) =>
  resolveParameters(new Map([['P', declaration]]), given, from);
const value = (text: string) => [{ key: 'P', value: text }];

describe('resolveParameters', () => {
  it('takes what is given, else the default, as a text', () => {
    expect(resolved({ Type: 'String', Default: 'd' })).toEqual([{ key: 'P', value: 'd', noEcho: false }]);
    expect(resolved({ Type: 'Number', Default: 5 }, value('6'))).toMatchObject([{ value: '6' }]);
    expect(resolved({ Type: 'String', Default: true })).toMatchObject([{ value: 'true' }]);
    expect(resolved({ Type: 'String', NoEcho: 'true' }, value('secret'))).toMatchObject([{ noEcho: true }]);
  });

  it('takes the previous value where that is asked for', () => {
    const previous = { ...sources, previous: [{ key: 'P', value: 'old', noEcho: false }] };
    const given = [{ key: 'P', usePreviousValue: true }] as const;
    expect(resolveParameters(new Map([['P', { Type: 'String' }]]), given, previous)).toMatchObject([{ value: 'old' }]);
    expect(() => resolved({ Type: 'String' }, given)).toThrow('Parameters: [P] must have values');
  });

  it('reads the SSM parameter that a value names', () => {
    const declaration = { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk/version' };
    const [parameter] = resolved(declaration);
    expect(parameter).toEqual({ key: 'P', value: '/cdk/version', resolved: '33', noEcho: false });
    expect(parameter && referenceOf(declaration, parameter)).toBe('33');
    expect(() => resolved(declaration, value('/gone'))).toThrow(
      'Unable to fetch parameters [/gone] from parameter store',
    );
  });

  it('makes lists of comma separated values', () => {
    for (const Type of ['CommaDelimitedList', 'List<Number>'])
      expect(referenceOf({ Type }, { key: 'P', value: '1, 2,3', noEcho: false })).toEqual(['1', '2', '3']);
  });

  it.each<[JsonMap, string, string]>([
    [{ Type: 'String', AllowedValues: ['a', 'b'] }, 'c', "Parameter 'P' must be one of AllowedValues"],
    [{ Type: 'String', AllowedPattern: '[a-z]+' }, 'a1', "Parameter 'P' must match pattern [a-z]+"],
    [{ Type: 'String', AllowedPattern: 'x', ConstraintDescription: 'must be x' }, 'y', "Parameter 'P' must be x"],
    [{ Type: 'String', MinLength: 2 }, 'a', "Parameter 'P' must contain at least 2 characters"],
    [{ Type: 'String', MaxLength: '2' }, 'abc', "Parameter 'P' must contain at most 2 characters"],
    [{ Type: 'Number' }, '1x', "Parameter 'P' must be a number, and is '1x'"],
    [{ Type: 'Number', MaxValue: 5 }, '6', "Parameter 'P' must be a number from -Infinity to 5"],
    [{ Type: 'List<Number>', MinValue: 2 }, '2,1', "Parameter 'P' must be a number from 2 to Infinity"],
  ])('holds %j against %j', (declaration, given, message) => {
    expect(() => resolved(declaration, value(given))).toThrow(message);
  });

  it('refuses parameters that the template does not have', () => {
    expect(() => resolved({ Type: 'String', Default: '' }, [{ key: 'Q', value: '' }])).toThrow(
      'Parameters: [Q] do not exist in the template',
    );
  });
});

it.each<[JsonMap, string]>([
  [{ Type: 'String', Defualt: 'x' }, "Invalid template parameter property 'Defualt'"],
  [{ Type: 'AWS::EC2::VPC::Id' }, 'Unrecognized parameter type: AWS::EC2::VPC::Id of P'],
  [{}, 'Unrecognized parameter type:  of P'],
])('refuses the declaration %j', (declaration, message) => {
  expect(() => checkDeclarations(new Map([['P', declaration]]))).toThrow(message);
});
