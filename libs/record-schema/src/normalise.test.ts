import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bars, records } from '../test/arbitraries.ts';
import { normalise } from './normalise.ts';
import type { Outcome } from './outcome.ts';
import { encodeRecord } from './record-codec.ts';
import type { MarketRecord } from './records.ts';

const BAR = '{"name":"FB","ts":"2020-05-14 09:30:00-04:00","high":2,"low":1}';
const bar = (high: number) => BAR.replace('2,"low"', `${high},"low"`);
const record = (high: number) => ({ name: 'FB', ts: '2020-05-14 09:30:00-04:00', high, low: 1 });
const ok = (high: number): Outcome => ({ status: 'ok', record: record(high) });
const utf8 = (text: string) => new TextEncoder().encode(text);
const texts = (outcomes: readonly Outcome[]) =>
  outcomes.map((o) => (o.status === 'ok' ? encodeRecord(o.record) : o.text));
const read = (outcomes: readonly Outcome[]): MarketRecord[] =>
  outcomes.flatMap((o) => (o.status === 'ok' ? [o.record] : []));
const statuses = (outcomes: readonly Outcome[]): string[] => outcomes.map(({ status }) => status);

test('the example in the documentation', () => {
  expect(normalise('{"Name":"fb","Timestamp":"05/14/2020 09:30:00","High":"2","Low":1}')).toEqual([ok(2)]);
});

describe('several records in one blob', () => {
  test.each([
    ['a line each', `${bar(2)}\n${bar(3)}\n`],
    ['CRLF', `${bar(2)}\r\n${bar(3)}\r\n`],
    ['no newline', bar(2) + bar(3)],
    ['spaces', ` ${bar(2)}  \t${bar(3)} `],
    ['commas', `${bar(2)},${bar(3)},`],
    ['a JSON array', `[${bar(2)},${bar(3)}]`],
    ['an array, a line each', `[\n${bar(2)},\n${bar(3)}\n]\n`],
    ['an indented array', JSON.stringify([record(2), record(3)], null, 2)],
    ['indented objects', [record(2), record(3)].map((value) => JSON.stringify(value, null, '\t')).join('\n')],
    ['arrays after one another', `[${bar(2)}][${bar(3)}]`],
    ['a byte order mark', `\ufeff${bar(2)}\n${bar(3)}`],
    ['files joined, each with its mark', `\ufeff${bar(2)}\n\ufeff${bar(3)}`],
    ['empty lines', `\n\n${bar(2)}\n\r\n\n${bar(3)}\n\n`],
  ])('%s', (_how, blob) => {
    expect(normalise(blob)).toEqual([ok(2), ok(3)]);
    expect(normalise(utf8(blob))).toEqual([ok(2), ok(3)]);
  });

  test('whatever the records and what stands between them, all are read in order', () => {
    const between = fc.constantFrom('', '\n', '\r\n', ' ', ',', ',\n', '\n\n', '\ufeff');
    const pieces = fc.array(fc.tuple(records, between, fc.constantFrom(0, 1, '\t')), { maxLength: 8 });
    fc.assert(
      fc.property(pieces, fc.boolean(), (all, array) => {
        const blob = all.map(([value, gap, indent]) => JSON.stringify(value, null, indent) + gap).join('');
        const expected = all.map(([value]) => ({ status: 'ok', record: value }));
        expect(normalise(array ? `[${blob}]` : blob)).toEqual(expected);
        expect(normalise(utf8(blob))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('nothing gives nothing', () => {
    for (const blob of ['', '\n', '\ufeff', ' \r\n', '[]', '[\n]'])
      expect(normalise(blob), JSON.stringify(blob)).toEqual([]);
    expect(normalise(new Uint8Array())).toEqual([]);
  });
});

describe('a broken piece costs only itself', () => {
  test('cut off before the next line', () => {
    expect(normalise(`${bar(2)}\n{"high": 1, "lo\n${bar(3)}\n`)).toEqual([
      ok(2),
      { status: 'failed', reason: 'cut off: the object never ends', text: '{"high": 1, "lo' },
      ok(3),
    ]);
  });

  test.each([
    '{',
    '{"high"',
    '{"high":',
    '{"high": 1',
    '{"high": 1,',
    '{"high": {',
    '{"high": [1',
    '{"hi\\',
    '{"high": tr',
    '{"a": "b',
  ])('cut off after %s, on lines and without', (cut) => {
    expect(normalise(`${cut}\n${bar(2)}\n${cut}\n${cut}\n${bar(3)}`)).toMatchObject([
      { status: 'failed', text: cut },
      ok(2),
      { status: 'failed', text: cut },
      { status: 'failed', text: cut },
      ok(3),
    ]);
    expect(normalise(`${cut}${bar(2)}${cut}${bar(3)}`)).toMatchObject([
      { status: 'failed', text: cut },
      ok(2),
      { status: 'failed', text: cut },
      ok(3),
    ]);
  });

  test('wherever records are cut, the others are read and every byte is kept', () => {
    const piece = fc.tuple(bars, fc.option(fc.nat(), { freq: 2 }), fc.constantFrom('\n', '\r\n', ''));
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (all) => {
        const parts = all.map(([value, cut, gap]) => {
          const line = encodeRecord(value);
          return cut === null
            ? { value, text: line, gap }
            : { text: line.slice(0, 1 + (cut % (line.length - 1))), gap };
        });
        const blob = parts.map(({ text, gap }) => text + gap).join('');
        const outcomes = normalise(blob);
        expect(read(outcomes)).toEqual(parts.flatMap(({ value }) => value ?? []));
        // JSON holds no raw line breaks, so those of the blob all stand between pieces.
        const bare = (text: string) => text.replaceAll(/[\r\n]/g, '');
        expect(bare(texts(outcomes).join(''))).toBe(bare(blob));
        expect(normalise(utf8(blob))).toEqual(normalise(new TextDecoder().decode(utf8(blob))));
      }),
      { numRuns: 1000 },
    );
  });

  test('text that is no JSON fails by the line', () => {
    expect(normalise(`hello\nworld {\n${bar(2)}\n"${bar(3)}\n`)).toEqual([
      { status: 'failed', reason: 'no JSON object starts here', text: 'hello' },
      { status: 'failed', reason: 'no JSON object starts here', text: 'world {' },
      ok(2),
      { status: 'failed', reason: 'no JSON object starts here', text: '"' },
      ok(3),
    ]);
  });

  test('a log line is failed up to the record in it', () => {
    expect(normalise(`2020-05-14 INFO sent ${bar(2)} in 3 ms\n`)).toMatchObject([
      { status: 'failed', text: '2020-05-14 INFO sent ' },
      ok(2),
      { status: 'failed', text: 'in 3 ms' },
    ]);
  });

  test('JSON that is no record is one failure, whatever is nested in it', () => {
    for (const text of ['{"a":{"b":{}}}', `{"record":${bar(2)}}`, '{}'])
      expect(normalise(text + bar(3))).toMatchObject([{ status: 'failed', text }, ok(3)]);
    expect(normalise('1 2')).toMatchObject([{ status: 'failed', text: '1 2' }]);
  });

  test('a broken piece is one failure too, unless a whole record stands in it', () => {
    for (const text of ['{"a": {"b": 1}, "lo', '{"a": [{}, {}], {"c": {}}', 'note {} of {"a":1}'])
      expect(normalise(`${text}\n${bar(3)}`), text).toMatchObject([{ status: 'failed', text }, ok(3)]);
    expect(normalise(`{"batch": 7, "record": ${bar(2)}, "lo`)).toMatchObject([
      { status: 'failed', text: '{"batch": 7, "record": ' },
      ok(2),
      { status: 'failed', text: '"lo' },
    ]);
  });

  test('braces and escaped quotes within strings are text', () => {
    for (const extra of ['}{', '\\"}', '\\\\', '{\\"high\\": 1}', '\\u007b', '[', "'"]) {
      const line = bar(2).replace('{', `{"note":"${extra}",`);
      expect(normalise(`${line}\n${line}${line}`), line).toEqual([ok(2), ok(2), ok(2)]);
    }
  });
});

describe('bytes', () => {
  test('a piece that is no UTF-8 fails alone, and its bytes are kept', () => {
    const bad = new Uint8Array([...utf8('{"name":"F'), 0xff, 0xc3, ...utf8('","high":1}')]);
    const outcomes = normalise(new Uint8Array([...utf8(`${bar(2)}\n`), ...bad, ...utf8(`\n${bar(3)}`)]));
    expect(outcomes).toEqual([
      ok(2),
      { status: 'failed', reason: 'not UTF-8', text: '{"name":"F\ufffd\ufffd","high":1}', bytes: bad },
      ok(3),
    ]);
  });

  test('without a newline too, and beside text that is not ASCII', () => {
    const latin = Uint8Array.from('{"name":"caf\u00e9"}', (char) => char.charCodeAt(0));
    const good = bar(2).replace('{', '{"note":"é€😀",');
    expect(normalise(new Uint8Array([...utf8(`\ufeff${good}`), ...latin, ...utf8(good)]))).toMatchObject([
      ok(2),
      { bytes: latin },
      ok(2),
    ]);
  });

  test('other failures carry no bytes, for their text gives them back', () => {
    const [failed] = normalise(utf8('{"name":"é'));
    expect(failed).toEqual({ status: 'failed', reason: 'cut off: the object never ends', text: '{"name":"é' });
  });

  test('UTF-16 is not read, and kept', () => {
    const bytes = new Uint8Array([0xff, 0xfe, ...[...utf8(bar(2))].flatMap((byte) => [byte, 0])]);
    expect(statuses(normalise(bytes))).not.toContain('ok');
  });

  test('no bytes whatever make it throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => !statuses(normalise(bytes)).includes('ok')));
  });

  test('no text whatever makes it throw, and pieces stand in it in order', () => {
    const scraps = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      '\n',
      ' ',
      '\ufeff',
      'NaN',
      '1',
      'a',
      '"high":1',
      bar(2),
    );
    fc.assert(
      fc.property(
        fc.array(scraps).map((all) => all.join('')),
        (text) => {
          let at = 0;
          for (const piece of texts(normalise(text))) {
            const found = text.indexOf(piece, at);
            expect(found).toBeGreaterThanOrEqual(at);
            expect(text.slice(at, found)).toMatch(/^[\s,[\]\ufeff]*$/);
            at = found + piece.length;
          }
          expect(text.slice(at)).toMatch(/^[\s,[\]\ufeff]*$/);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('two ways of reading', () => {
  test('a record spread over lines says what it says on one line', () => {
    const keys = fc.constantFrom(
      'high',
      'High',
      'ts',
      'name',
      'volume',
      'kind',
      'final',
      'symbols',
      '__proto__',
      'other',
    );
    fc.assert(
      fc.property(records, keys, fc.jsonValue(), (value, key, spoilt) => {
        const line = `{${JSON.stringify(key)}:${JSON.stringify(spoilt)},${JSON.stringify(value).slice(1)}`;
        const [fast, ...none] = normalise(line);
        const [slow] = normalise(`{ \n${line.slice(1)}`);
        expect(none).toEqual([]);
        expect({ ...slow, text: '' }).toEqual({ ...fast, text: '' });
      }),
      { numRuns: 1000 },
    );
  });
});
