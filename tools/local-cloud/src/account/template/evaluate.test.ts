import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../json-value.ts';
import { validationError } from '../validation-error.ts';
import { holds } from './conditions.ts';
import { evaluate, KNOWN_AFTER_APPLY, type Scope } from './evaluate.ts';

const REFS: Readonly<Record<string, JsonValue>> = {
  Name: 'market',
  Count: 7,
  List: ['a', 'b', 'c'],
  Later: KNOWN_AFTER_APPLY,
};

const scope: Scope = {
  ref: (name) => (name === 'AWS::NoValue' ? undefined : (REFS[name] ?? fail(`no ${name}`))),
  attribute: (resource, attribute) => `${resource}/${attribute}`,
  condition: (name) => name === 'Yes',
  mappings: { Sizes: { eu: { small: 1, names: ['x', 'y'] } } },
  importValue: (name) => `imported ${name}`,
  parameter: (name) => `value of ${name}`,
};

function fail(message: string): never {
  throw validationError(message);
}

describe('evaluate', () => {
  it.each<[JsonValue, JsonValue | undefined]>([
    ['plain', 'plain'],
    [{ a: [1, true, null, { b: 'c' }] }, { a: [1, true, null, { b: 'c' }] }],
    [{ Ref: 'Name' }, 'market'],
    [{ Ref: 'AWS::NoValue' }, undefined],
    [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'Bucket/Arn'],
    [{ 'Fn::GetAtt': 'Bucket.Nested.Arn' }, 'Bucket/Nested.Arn'],
    [{ 'Fn::GetAtt': ['Bucket', { Ref: 'Name' }] }, 'Bucket/market'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Count' }, true]] }, 'a-7-true'],
    [{ 'Fn::Join': [',', { Ref: 'List' }] }, 'a,b,c'],
    [{ 'Fn::Sub': '${Name}/${Bucket.Arn}/${!Literal}/$x/${Count}' }, 'market/Bucket/Arn/${Literal}/$x/7'],
    [{ 'Fn::Sub': ['${Name}${Own}', { Own: { Ref: 'Count' }, Name: 'mine' }] }, 'mine7'],
    [{ 'Fn::Select': ['1', { Ref: 'List' }] }, 'b'],
    [{ 'Fn::Select': [2, { 'Fn::Split': ['/', 'x/y/z'] }] }, 'z'],
    [{ 'Fn::Split': ['|', 'a|b||'] }, ['a', 'b', '', '']],
    [{ 'Fn::If': ['Yes', 'y', 'n'] }, 'y'],
    [{ 'Fn::If': ['No', { Ref: 'Missing' }, 'n'] }, 'n'],
    [{ 'Fn::FindInMap': ['Sizes', 'eu', 'names'] }, ['x', 'y']],
    [{ 'Fn::ImportValue': { 'Fn::Sub': '${Name}-bucket' } }, 'imported market-bucket'],
    [{ 'Fn::Base64': 'héllo' }, 'aMOpbGxv'],
    ['a {{resolve:ssm:/the/name:3}} b', 'a value of /the/name b'],
    // Lists and objects drop what is no value; an object with one member that is no function is plain.
    [
      [1, { 'Fn::If': ['No', 2, { Ref: 'AWS::NoValue' }] }, 3],
      [1, 3],
    ],
    [{ keep: 1, drop: { Ref: 'AWS::NoValue' } }, { keep: 1 }],
    [{ Condition: { StringEquals: {} } }, { Condition: { StringEquals: {} } }],
  ])('%j is %j', (value, expected) => {
    expect(evaluate(value, scope)).toEqual(expected);
  });

  it.each<[JsonValue, JsonValue]>([
    [{ 'Fn::Sub': 'a-${Later}' }, `a-${KNOWN_AFTER_APPLY}`],
    [{ 'Fn::Select': [3, { 'Fn::Split': [':', { 'Fn::Sub': 'x:${Later}' }] }] }, KNOWN_AFTER_APPLY],
    [{ 'Fn::Join': ['/', { 'Fn::Split': [':', { Ref: 'Later' }] }] }, KNOWN_AFTER_APPLY],
    [{ 'Fn::Base64': { Ref: 'Later' } }, KNOWN_AFTER_APPLY],
  ])('%j holds what only the deployment will tell', (value, expected) => {
    expect(evaluate(value, scope)).toBe(expected);
  });

  it.each<[JsonValue, string]>([
    [{ Ref: ['a'] }, 'every Ref object must have a string'],
    [{ 'Fn::GetAtt': 'Bucket' }, 'every Fn::GetAtt object must have two non-empty parameters'],
    [{ 'Fn::Join': [',', 'text'] }, 'every Fn::Join object must have two parameters'],
    [{ 'Fn::Join': [',', [{ a: 1, b: 2 }]] }, 'Fn::Join takes a string, and got {"a":1,"b":2}'],
    [{ 'Fn::Select': [3, { Ref: 'List' }] }, 'Fn::Select cannot select nonexistent value at index 3'],
    [{ 'Fn::Select': ['-1', ['a']] }, 'nonexistent value at index -1'],
    [{ 'Fn::Split': ['', 'a'] }, 'every Fn::Split object must have'],
    [{ 'Fn::Sub': '${AWS::NoValue}' }, 'Fn::Sub ${AWS::NoValue} takes a string, and got AWS::NoValue'],
    [{ 'Fn::Sub': 7 }, 'every Fn::Sub object must have a string'],
    [{ 'Fn::If': ['Yes', 'y'] }, 'every Fn::If object must have three parameters'],
    [{ 'Fn::FindInMap': ['Sizes', 'us', 'small'] }, 'Unable to get mapping for Sizes::us::small'],
    [{ 'Fn::FindInMap': ['Sizes', 'eu'] }, 'every Fn::FindInMap object must have three parameters'],
    [{ 'Fn::GetAZs': '' }, 'Fn::GetAZs is not part of the local account. It knows: Ref, Fn::GetAtt'],
    [{ 'Fn::Cidr': ['10.0.0.0/16', 2, 8] }, 'Fn::Cidr is not part of the local account'],
    ['{{resolve:secretsmanager:x}}', '{{resolve:secretsmanager:x}} is not part of the local account, which has ssm'],
  ])('refuses %j', (value, message) => {
    expect(() => evaluate(value, scope)).toThrow(message);
  });
});

describe('holds', () => {
  it.each<[JsonValue, boolean]>([
    [{ 'Fn::Equals': [{ Ref: 'Count' }, '7'] }, true],
    [{ 'Fn::Equals': [true, 'true'] }, true],
    [{ 'Fn::Equals': [{ Ref: 'Name' }, 'Market'] }, false],
    [{ 'Fn::Equals': ['', { 'Fn::Join': ['', { Ref: 'List' }] }] }, false],
    [{ 'Fn::Not': [{ Condition: 'Yes' }] }, false],
    [{ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ Condition: 'No' }] }] }, true],
    [{ 'Fn::Or': [{ Condition: 'No' }, { Condition: 'No' }] }, false],
    [{ 'Fn::Contains': [['6', '7'], { Ref: 'Count' }] }, true],
    [{ 'Fn::Contains': [['1', '2'], '12'] }, false],
    [{ 'Fn::EachMemberIn': [{ Ref: 'List' }, ['a', 'b', 'c', 'd']] }, true],
    [{ 'Fn::EachMemberIn': [{ Ref: 'List' }, ['a']] }, false],
    [{ 'Fn::EachMemberEquals': [['a', 'a'], 'a'] }, true],
  ])('%j: %s', (condition, expected) => {
    expect(holds(condition, scope)).toBe(expected);
  });

  it.each<[JsonValue, string]>([
    [{ Ref: 'Name' }, '{"Ref":"Name"} is no condition. One of these is needed: Fn::Equals'],
    ['true', '"true" is no condition'],
    [{ 'Fn::Equals': ['a'] }, 'every Fn::Equals object must have two parameters'],
    [{ 'Fn::Not': [] }, 'every Fn::Not object must have a list with one condition'],
    [{ 'Fn::And': [{ Condition: 'Yes' }] }, 'every Fn::And object must have a list of 2 to 10 conditions'],
    [{ 'Fn::Contains': ['a', 'b'] }, 'every Fn::Contains object must have a list of strings'],
  ])('refuses %j', (condition, message) => {
    expect(() => holds(condition, scope)).toThrow(message);
  });
});
