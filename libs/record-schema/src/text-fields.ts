import * as z from 'zod/mini';
import { type FieldRule, fieldRules, isNothing } from './field-rules.ts';
import {
  EXCHANGE_TIME,
  EXCHANGE_TIME_ALLOWED,
  exchangeTimeMs,
  fromTableTime,
  toTableTime,
  UTC_TIME,
  UTC_TIME_ALLOWED,
  utcTimeMs,
} from './instant.ts';
import { BAR_INTERVALS, isBarInterval } from './intervals.ts';
import { readExchangeTime, readUtcTime, TIME_FORMS } from './time-text.ts';

interface TextOptions {
  readonly comment: string;
  readonly allowed: string;
  readonly pattern: RegExp;
  readonly maxChars: number;
  readonly aliases?: readonly string[];
  readonly betterNames?: readonly string[];
  readonly writtenAs?: 'quoted' | 'json';
  readonly read?: (text: string) => string;
}

const textRule = (options: TextOptions): FieldRule => {
  const { comment, allowed, pattern, maxChars, aliases = [], betterNames = [] } = options;
  const { writtenAs = 'json', read = (text) => text } = options;
  return {
    type: 'string',
    comment,
    allowed,
    accepts: allowed,
    aliases,
    betterNames,
    writtenAs,
    holds: (value) => typeof value === 'string' && value.length <= maxChars && pattern.test(value),
    read: (value) => (isNothing(value) ? undefined : typeof value === 'string' ? read(value) : value),
  };
};

const textField = (options: TextOptions): z.ZodMiniString<string> =>
  z
    .string(options.allowed)
    .check(z.maxLength(options.maxChars, options.allowed), z.regex(options.pattern, options.allowed))
    .register(fieldRules, textRule(options));

/** The longest symbol taken; the longest in use, an option's, has 21 characters. */
const MAX_SYMBOL_CHARS = 32;
const SYMBOL = /^\^?[A-Z0-9][A-Z0-9.=&-]*$/;
const SYMBOL_ALLOWED = `a symbol of at most ${MAX_SYMBOL_CHARS} letters, digits and . - = & such as FB, BRK.B, BTC-USD, EURUSD=X or ^VIX`;
const PRINTABLE_ASCII = /^[\u0021-\u007e]+$/;

const isSymbol = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= MAX_SYMBOL_CHARS && SYMBOL.test(value);

// Only ASCII is raised: elsewhere upper case can turn letters into others (ı into I, ß into SS), and so one symbol into another.
const readSymbol = (text: string): string => {
  if (SYMBOL.test(text)) return text;
  const trimmed = text.trim();
  return PRINTABLE_ASCII.test(trimmed) ? trimmed.toUpperCase() : text;
};

/** A symbol, upper case. */
export const symbolField = (comment: string): z.ZodMiniString<string> =>
  textField({
    comment,
    allowed: SYMBOL_ALLOWED,
    pattern: SYMBOL,
    maxChars: MAX_SYMBOL_CHARS,
    // Where a source sends a symbol and a name, the name is the company's.
    betterNames: ['symbol', 'ticker'],
    writtenAs: 'quoted',
    read: readSymbol,
  });

const PAIR_SPELLING = /^(?:([A-Z]{3})[/_ -]?)?([A-Z]{3})(?:=X)?$/;

/** Two ISO 4217 codes, base then quote. Yahoo writes `EURUSD=X`, and `JPY=X` for dollars in yen. */
export const currencyPairField = (comment: string): z.ZodMiniString<string> =>
  textField({
    comment,
    allowed: 'a currency pair of two ISO 4217 codes such as EURUSD',
    pattern: /^[A-Z]{6}$/,
    maxChars: 6,
    betterNames: ['symbol', 'pair', 'ticker'],
    writtenAs: 'quoted',
    read: (text) => {
      const upper = readSymbol(text.replaceAll(' ', ''));
      const [spelling, base, quote] = PAIR_SPELLING.exec(upper) ?? [];
      if (quote === undefined) return upper;
      if (base !== undefined) return base + quote;
      return spelling?.endsWith('=X') ? `USD${quote}` : upper;
    },
  });

/** Free text, kept as it came. */
export const proseField = (
  comment: string,
  maxChars: number,
  aliases: readonly string[] = [],
): z.ZodMiniString<string> =>
  textField({ comment, allowed: `a text of 1 to ${maxChars} characters`, pattern: /\S/, maxChars, aliases });

/** A name that a source gives one thing; numbers are taken as their digits. */
export const identifierField = (comment: string, aliases: readonly string[]): z.ZodMiniString<string> => {
  const options = { comment, allowed: 'a text of 1 to 200 characters', pattern: /\S/, maxChars: 200, aliases };
  const rule = textRule(options);
  const read = (value: unknown) => (Number.isSafeInteger(value) ? String(value) : rule.read(value));
  return textField(options).register(fieldRules, { ...rule, read });
};

/** The longest address that browsers and caches take without harm. */
const MAX_URL_CHARS = 2048;

/** A web address. Only http and https: a `javascript:` link must never reach a page. */
export const webAddressField = (comment: string, aliases: readonly string[]): z.ZodMiniString<string> =>
  textField({
    comment,
    allowed: `an http or https address of at most ${MAX_URL_CHARS} characters`,
    pattern: /^https?:\/\/\S+$/i,
    maxChars: MAX_URL_CHARS,
    aliases,
    read: (text) => text.trim(),
  });

/** An instant as New York time with its offset. */
export const exchangeTimeField = (comment: string, aliases: readonly string[] = []): z.ZodMiniString<string> => {
  const allowed = EXCHANGE_TIME_ALLOWED;
  const holds = (value: unknown) => typeof value === 'string' && exchangeTimeMs(value) >= 0;
  return z
    .string(allowed)
    .check(z.regex(EXCHANGE_TIME, allowed), z.refine(holds, allowed))
    .register(fieldRules, {
      type: 'timestamp',
      comment,
      allowed,
      accepts: TIME_FORMS,
      aliases: ['timestamp', 'datetime', ...aliases, 'date', 'time'],
      writtenAs: 'quoted',
      holds,
      read: (value) => (isNothing(value) ? undefined : holds(value) ? value : (readExchangeTime(value) ?? value)),
      toColumn: (value) => toTableTime(String(value)),
      fromColumn: (value) => fromTableTime(String(value)) ?? value,
    });
};

/** An instant as UTC: when a machine saw something, not when a market says it was. */
export const utcTimeField = (comment: string): z.ZodMiniString<string> => {
  const allowed = UTC_TIME_ALLOWED;
  const holds = (value: unknown) => typeof value === 'string' && utcTimeMs(value) >= 0;
  return z
    .string(allowed)
    .check(z.regex(UTC_TIME, allowed), z.refine(holds, allowed))
    .register(fieldRules, {
      type: 'timestamp',
      comment,
      allowed,
      accepts: TIME_FORMS.replace('New York', 'UTC'),
      aliases: [],
      writtenAs: 'quoted',
      holds,
      read: (value) => (isNothing(value) ? undefined : holds(value) ? value : (readUtcTime(value) ?? value)),
      toColumn: (value) => String(value).replace('T', ' ').slice(0, 23),
      fromColumn: (value) => `${String(value).replace(' ', 'T')}Z`,
    });
};

/** How long a bar spans. */
export const intervalField = (comment: string): z.ZodMiniEnum<{ [I in (typeof BAR_INTERVALS)[number]]: I }> => {
  const allowed = `one of ${BAR_INTERVALS.join(', ')}`;
  return z.enum(BAR_INTERVALS, allowed).register(fieldRules, {
    type: 'string',
    comment,
    allowed,
    accepts: `${allowed} (60m is 1h)`,
    aliases: [],
    writtenAs: 'quoted',
    holds: isBarInterval,
    read: (value) => (isNothing(value) ? undefined : value === '60m' ? '1h' : value),
  });
};

/** More symbols than any story is about. */
const MAX_SYMBOLS = 1000;

/** Symbols, each once. */
export const symbolListField = (
  comment: string,
  aliases: readonly string[],
): z.ZodMiniArray<z.ZodMiniString<string>> => {
  const allowed = `a list of at most ${MAX_SYMBOLS} symbols`;
  const element = z.string(allowed).check(z.maxLength(MAX_SYMBOL_CHARS, allowed), z.regex(SYMBOL, allowed));
  const isList = (value: unknown) => Array.isArray(value) && value.length <= MAX_SYMBOLS && value.every(isSymbol);
  const readOne = (value: unknown): unknown => (typeof value === 'string' ? readSymbol(value) : value);
  return z
    .array(element, allowed)
    .check(z.maxLength(MAX_SYMBOLS, allowed))
    .register(fieldRules, {
      type: 'array<string>',
      comment,
      allowed,
      accepts: `${allowed}, or one text with commas between them`,
      aliases,
      writtenAs: 'json',
      holds: isList,
      read: (value) => {
        if (isNothing(value)) return [];
        const list: unknown = typeof value === 'string' ? value.split(/[\s,;]+/).filter(Boolean) : value;
        return Array.isArray(list) ? [...new Set(list.map(readOne))] : list;
      },
    });
};
