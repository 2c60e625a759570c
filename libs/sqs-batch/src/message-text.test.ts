import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMessageText, messageTextOf, toMessageText } from './message-text.ts';

describe('the text of a message', () => {
  it.each(['', 'plain', '\t\n\r', 'é\u{1f600}\ud7ff\ue000\ufffd', '\u{10ffff}'])('may be %j', (text) => {
    expect(isMessageText(text)).toBe(true);
  });

  it.each(['\0', '\u001f', '\ud800', '\udfff', '\ufffe', 'a\uffff'])('may not be %j', (text) => {
    expect(isMessageText(text)).toBe(false);
  });

  it('has a question mark for each character that it may not have', () => {
    expect(toMessageText('a\0\ud800b\uffff\u{1f600}')).toBe('a??b?\u{1f600}');
  });

  it.each([
    ['no UTF-8', Buffer.of(0x7b, 0xff)],
    ['a character that a queue refuses', Buffer.from('{"\u0001')],
  ])('cannot stand for %s', (_what, bytes) => {
    expect(messageTextOf(bytes)).toBeUndefined();
  });

  it('stands for the bytes that it came from and no others, or for none', () => {
    const bytes = fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.uint8Array().map((data) => Buffer.from(data)),
    );
    fc.assert(
      fc.property(bytes, (data) => {
        const text = messageTextOf(data);
        if (text !== undefined) expect([Buffer.from(text), isMessageText(text)]).toEqual([data, true]);
      }),
    );
  });

  it('may be whatever is made to be one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(isMessageText(toMessageText(text))).toBe(true);
        if (isMessageText(text)) expect(toMessageText(text)).toBe(text);
      }),
    );
  });
});
