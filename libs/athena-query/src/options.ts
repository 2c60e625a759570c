import { QuestionOptionError } from './errors.ts';

/**
 * Refuses options that nobody reads, typos above all.
 * @throws {QuestionOptionError} naming the option and those that exist.
 */
export function assertKnownOptions(of: string, options: object, known: readonly string[]): void {
  for (const option of Object.keys(options)) {
    if (known.includes(option)) continue;
    throw new QuestionOptionError(option, `${of} has no option "${option}": it has ${known.join(', ')}.`);
  }
}

/** @throws {QuestionOptionError} unless the value is a text that is not empty. */
export function assertText(option: string, value: unknown): void {
  if (typeof value === 'string' && value.trim() !== '') return;
  throw new QuestionOptionError(option, `${option} is ${JSON.stringify(value)}: give a text that is not empty.`);
}

/** @throws {QuestionOptionError} unless the value is a whole number from `min` to `max`. */
export function assertWhole(option: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new QuestionOptionError(option, `${option} is ${value}: give a whole number from ${min} to ${max}.`);
}

/** @throws {QuestionOptionError} unless the value is one of those allowed. */
export function assertOneOf(option: string, value: unknown, allowed: readonly unknown[]): void {
  if (allowed.includes(value)) return;
  throw new QuestionOptionError(option, `${option} is ${JSON.stringify(value)}: give one of ${allowed.join(', ')}.`);
}
