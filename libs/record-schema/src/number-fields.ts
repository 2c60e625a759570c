import * as z from 'zod/mini';
import { type FieldRule, fieldRules, isNothing } from './field-rules.ts';

interface NumberOptions {
  readonly comment: string;
  /** What the number is, to complete "allowed is …". */
  readonly allowed: string;
  readonly min?: number;
  readonly max?: number;
  /** The bound itself is not allowed. */
  readonly above?: number;
  readonly whole?: boolean;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** What pandas, SQL and JavaScript write where there is no number. */
const NO_NUMBER = /^(?:nan|null|none)$/i;

const readNumberText = (text: string): unknown => {
  const trimmed = text.trim();
  if (NO_NUMBER.test(trimmed)) return undefined;
  return DECIMAL.test(trimmed) ? Number(trimmed) : text;
};

const readNumber = (value: unknown): unknown => {
  if (isNothing(value)) return undefined;
  const number = typeof value === 'string' ? readNumberText(value) : typeof value === 'bigint' ? Number(value) : value;
  // JSON has a −0 and a double has too, but a price has not.
  return number === 0 ? 0 : number;
};

const numberField = (type: 'double' | 'bigint', options: NumberOptions): z.ZodMiniNumber<number> => {
  const { comment, allowed, min = -Infinity, max = Infinity, above = -Infinity, whole = false } = options;
  const rule: FieldRule = {
    type,
    comment,
    allowed,
    accepts: `${allowed}, or a text that holds one`,
    aliases: [],
    writtenAs: 'bare',
    holds: (value) =>
      typeof value === 'number' &&
      Number.isFinite(value) &&
      value >= min &&
      value <= max &&
      value > above &&
      (!whole || Number.isSafeInteger(value)),
    read: readNumber,
  };
  const checks = [
    ...(whole ? [z.int(allowed)] : []),
    ...(min > -Infinity ? [z.gte(min, allowed)] : []),
    ...(max < Infinity ? [z.lte(max, allowed)] : []),
    ...(above > -Infinity ? [z.gt(above, allowed)] : []),
  ];
  return z
    .number(allowed)
    .check(...checks)
    .register(fieldRules, rule);
};

/** A price in the symbol's currency. Below zero too: crude oil futures traded at −37.63 on 2020-04-20. */
export const priceField = (comment: string): z.ZodMiniNumber<number> =>
  numberField('double', { comment, allowed: 'a finite number' });

/** An exchange rate: the price of one currency in another is never zero or less. */
export const rateField = (comment: string): z.ZodMiniNumber<number> =>
  numberField('double', { comment, allowed: 'a finite number above 0', above: 0 });

/** A quantity that may have a fraction, as of coins. */
export const amountField = (comment: string): z.ZodMiniNumber<number> =>
  numberField('double', { comment, allowed: 'a finite number from 0', min: 0 });

/** A whole quantity. */
export const countField = (comment: string): z.ZodMiniNumber<number> =>
  numberField('bigint', {
    comment,
    allowed: `a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`,
    min: 0,
    whole: true,
  });

/** A leaning between two poles. */
export const scoreField = (comment: string): z.ZodMiniNumber<number> =>
  numberField('double', { comment, allowed: 'a number from -1 to 1', min: -1, max: 1 });

const FLAGS: ReadonlyMap<unknown, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/** Yes or no. */
export const flagField = (comment: string): z.ZodMiniBoolean<boolean> => {
  const allowed = 'true or false';
  return z.boolean(allowed).register(fieldRules, {
    type: 'boolean',
    comment,
    allowed,
    accepts: `${allowed}, or a text that says so`,
    aliases: [],
    writtenAs: 'bare',
    holds: (value) => typeof value === 'boolean',
    read: (value) => {
      if (isNothing(value)) return undefined;
      return typeof value === 'string' ? (FLAGS.get(value.trim().toLowerCase()) ?? value) : value;
    },
  });
};
