import { shownText } from './shown.ts';

/** What a text stands for, or what is wrong with it: words that go on after the name of its variable. */
export type Reading<T> = { readonly value: T } | { readonly problem: string };

/** What a variable may hold. */
export interface VariableKind<T> {
  /** Completes "give …" and "must be …". */
  readonly allowed: string;
  /** @param text Neither blank nor with blanks around it. */
  readonly read: (text: string) => Reading<T>;
}

/** What `parse` has a value for; any other text is answered with what came and what is allowed. */
export const variableKind = <T>(parse: (text: string) => T | undefined, allowed: string): VariableKind<T> => ({
  allowed,
  read(text) {
    const value = parse(text);
    return value === undefined ? { problem: `is '${shownText(text)}', but must be ${allowed}.` } : { value };
  },
});

/** A text, as it came. */
export const textWhere = (isAllowed: (text: string) => boolean, allowed: string): VariableKind<string> =>
  variableKind((text) => (isAllowed(text) ? text : undefined), allowed);

/** A text of a pattern, as it came. */
export const matching = (pattern: RegExp, allowed: string): VariableKind<string> =>
  textWhere((text) => pattern.test(text), allowed);

/** Decimal digits alone: no sign, no point, no exponent. Both ends are included. */
export const wholeNumber = (min: number, max: number, allowed: string): VariableKind<number> =>
  variableKind((text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  }, allowed);

/** Picks a simulated market. */
export const marketSeed = wholeNumber(0, Number.MAX_SAFE_INTEGER, 'a whole number of 0 or more');

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html */
export const streamName = matching(/^[\w.-]{1,128}$/, 'the name of a Kinesis stream: 1–128 letters, digits, _ . -');
