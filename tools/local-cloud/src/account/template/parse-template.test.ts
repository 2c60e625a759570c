import { describe, expect, it } from 'vitest';
import { parseTemplate } from './parse-template.ts';

describe('a template in YAML', () => {
  it('may write functions as tags, one within the other', () => {
    const text = `
a: !Sub "x\${A}"
b: !Join [",", [!Sub y, { Ref: z }, !GetAtt Bucket.Nested.Arn]]
c: !If [cond, !Ref b, !Select [0, !Split [",", d]]]
d: !Sub
  - "\${v}"
  - v: !ImportValue w
e: !Not [!Condition cond]
`;
    const parsed = parseTemplate(text);
    expect(parsed).toStrictEqual({
      a: { 'Fn::Sub': 'x${A}' },
      b: { 'Fn::Join': [',', [{ 'Fn::Sub': 'y' }, { Ref: 'z' }, { 'Fn::GetAtt': ['Bucket', 'Nested.Arn'] }]] },
      c: { 'Fn::If': ['cond', { Ref: 'b' }, { 'Fn::Select': [0, { 'Fn::Split': [',', 'd'] }] }] },
      d: { 'Fn::Sub': ['${v}', { v: { 'Fn::ImportValue': 'w' } }] },
      e: { 'Fn::Not': [{ Condition: 'cond' }] },
    });
  });

  it('keeps dates as texts, and reads truth values as YAML 1.1 has them', () => {
    expect(parseTemplate('Version: 2012-10-17\nVersioned: yes\nText: "yes"\nNumber: 012')).toEqual({
      Version: '2012-10-17',
      Versioned: true,
      Text: 'yes',
      Number: 10,
    });
  });
});

it.each([
  ['{"a": [1', /^Template format error: JSON not well-formed\. \(.*line 1/],
  ['a: [1', /^Template format error: YAML not well-formed\. \(line 1, column 6\)$/],
  ['just a text', /^Template format error: unsupported structure\.$/],
  ['', /unsupported structure/],
])('refuses %j', (text, message) => {
  expect(() => parseTemplate(text)).toThrow(message);
});
