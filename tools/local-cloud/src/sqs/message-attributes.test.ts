import { describe, expect, it } from 'vitest';
import { attributeFault, attributesChecksum, isMessageText, messageBytes } from './message-attributes.ts';

describe('the checksum of attributes', () => {
  // Sums that AWS gave; they stand in the tests of public SQS tools.
  it('is AWS’s for one number', () => {
    const timestamp = { dataType: 'Number', stringValue: '1493147359900' };
    expect(attributesChecksum({ timestamp })).toBe('235c5c510d26fb653d073faed50ae77c');
    expect(attributesChecksum({ 'SOME_Valid.attribute-Name': timestamp })).toBe('36655e7e9d7c0e8479fa3f3f42247ae7');
  });

  it('is AWS’s for several types, in whatever order', () => {
    const attributes = {
      ccc: { dataType: 'String', stringValue: 'testjunk' },
      aaa: { dataType: 'Binary', binaryValue: 'AgME' },
      zzz: { dataType: 'Number', stringValue: '0230.01' },
      öther_encodings: { dataType: 'String', stringValue: 'Tüst' },
    };
    expect(attributesChecksum(attributes)).toBe('8ae21a7957029ef04146b42aeaa18a22');
  });

  it('is not there without attributes', () => {
    expect(attributesChecksum({})).toBeUndefined();
  });
});

describe('an attribute', () => {
  const text = { dataType: 'String', stringValue: 'x' };
  it.each(['a', 'A_b-c.9', 'a'.repeat(256), 'awsome', 'Amazonia'])('may have the name %s', (name) => {
    expect(attributeFault(name, text)).toBeUndefined();
  });

  it.each(['', 'a b', 'ä', '.a', 'a.', 'a..b', 'AWS.a', 'aws.a', 'Amazon.a', 'a'.repeat(257)])(
    'cannot have the name %j',
    (name) => {
      expect(attributeFault(name, text)).toContain('name');
    },
  );

  it.each([
    [{ dataType: 'Number.java.lang.Long', stringValue: '-1.5e3' }, undefined],
    [{ dataType: 'Binary.gif', binaryValue: 'AA==' }, undefined],
    [{ dataType: 'string', stringValue: 'x' }, 'has the type'],
    [{ dataType: 'String.', stringValue: 'x' }, 'has the type'],
    [{ dataType: `String.${'x'.repeat(250)}`, stringValue: 'x' }, 'has the type'],
    [{ dataType: 'Number', stringValue: 'Infinity' }, 'is not a number'],
    [{ dataType: 'Binary', stringValue: 'x' }, 'non-empty binary value'],
    [{ dataType: 'String', stringValue: 'x', binaryValue: 'AA==' }, 'no other'],
    [{ dataType: 'String', stringValue: '\u0000' }, 'not allowed'],
  ])('%j: %s', (attribute, fault) => {
    const found = attributeFault('a', attribute);
    if (fault === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(fault);
  });
});

it('the bytes of a message are those of its body and of names, types and values', () => {
  const attributes = { name: { dataType: 'Binary', binaryValue: 'AAAA' }, n: { dataType: 'String', stringValue: 'ä' } };
  expect(messageBytes('🙂', attributes)).toBe(4 + (4 + 6 + 3) + (1 + 6 + 2));
});

it.each([
  ['\t\n\r \ud7ff\ue000\ufffd\u{10000}\u{10ffff}', true],
  ['\u0008', false],
  ['\u000b', false],
  ['\u001f', false],
  ['\ufffe', false],
  ['\ud800', false],
  ['a\udc00b', false],
])('%j is text for a message: %s', (text, isText) => {
  expect(isMessageText(text)).toBe(isText);
});
