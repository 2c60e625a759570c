import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { html, trusted } from './markup.ts';

describe('html', () => {
  it('escapes what is put in, but not markup', () => {
    expect(html`<p title="${'"'}">${'<b>'}${html`<i>&amp;</i>`}</p>`.text).toBe(
      '<p title="&quot;">&lt;b&gt;<i>&amp;</i></p>',
    );
  });

  it('joins lists and writes nothing for what is absent', () => {
    expect(html`<p>${['a', html`<b></b>`, 0]}${undefined}${false}${[]}</p>`.text).toBe('<p>a<b></b>0</p>');
  });

  it('takes the indentation out of templates, not out of what is put in', () => {
    // prettier-ignore
    const page = html`<p>
        ${'a\n  b'}
      </p>`;
    expect(page.text).toBe('<p>\na\n  b\n</p>');
  });

  it('keeps constants of the program as they are', () => {
    expect(html`<p>${trusted('a > b { content: "x" }')}</p>`.text).toBe('<p>a > b { content: "x" }</p>');
  });

  it('gives every text back when the page is read, from text and from attributes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !/[\0\r\ud800-\udfff]/.test(text)),
        (text) => {
          const { document } = parseHTML(
            html`<!doctype html>
              <html>
                <body>
                  <p title="${text}">${text}</p>
                </body>
              </html>`.text,
          );
          const paragraph = document.querySelector('p');
          expect(paragraph?.textContent).toBe(text);
          expect(paragraph?.getAttribute('title')).toBe(text);
        },
      ),
    );
  });
});
