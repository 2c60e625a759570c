import { randomBytes, randomUUID } from 'node:crypto';
import { InvalidOptionsError } from '../errors.ts';
import type { JsonObject } from '../json-value.ts';

const EXPRESSION = /!\{(\w+):([^}]*)\}/g;
const FOLDER_OF_HOUR = '!{timestamp:yyyy/MM/dd/HH}/';

/** Kinds of failure, as Firehose names the folders of its error output. */
export type ErrorType = 'processing-failed' | 'format-conversion-failed';

/** What the expressions of a prefix stand for. */
export interface PrefixFacts {
  readonly arrivalMs: number;
  readonly errorType?: ErrorType;
  readonly partitionKeys?: JsonObject;
}

/**
 * Evaluates a prefix as Firehose does; `undefined` when a partition key that it needs is missing or empty.
 * A prefix without expressions gets the hour appended, an error prefix also the kind of error before it.
 * @see https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html
 */
export function evaluatePrefix(prefix: string, facts: PrefixFacts): string | undefined {
  const plain = !prefix.includes('!{');
  const type = facts.errorType && plain ? `${facts.errorType}/` : '';
  let missing = false;
  const evaluated = `${prefix}${type}${plain ? FOLDER_OF_HOUR : ''}`.replace(
    EXPRESSION,
    (_, space: string, value: string) => {
      const text = evaluate(space, value, facts);
      missing ||= text === '';
      return text;
    },
  );
  return missing ? undefined : evaluated;
}

function evaluate(space: string, value: string, { arrivalMs, errorType, partitionKeys }: PrefixFacts): string {
  if (space === 'timestamp') return formatTime(value, arrivalMs);
  if (space === 'partitionKeyFromLambda') {
    const key = partitionKeys?.[value];
    return typeof key === 'string' ? key : '';
  }
  return value === 'random-string' ? randomBytes(8).toString('hex').slice(0, 11) : (errorType ?? '');
}

/** `yyyy`, `MM`, `dd`, `HH`, `mm`, `ss` of UTC; quoted text and all else stay as they are. */
function formatTime(pattern: string, ms: number): string {
  const iso = new Date(ms).toISOString();
  const parts: Readonly<Record<string, string>> = {
    yyyy: iso.slice(0, 4),
    MM: iso.slice(5, 7),
    dd: iso.slice(8, 10),
    HH: iso.slice(11, 13),
    mm: iso.slice(14, 16),
    ss: iso.slice(17, 19),
  };
  return pattern.replace(/'([^']*)'|yyyy|MM|dd|HH|mm|ss/g, (token, quoted?: string) => quoted ?? parts[token] ?? token);
}

/** Refuses a prefix with an expression that is not known here, so that it never becomes a folder of that name. */
export function checkPrefix(option: string, prefix: string, error: boolean): void {
  const allowed = /^(timestamp:[^}]+|firehose:random-string)$/;
  for (const [, space, value] of prefix.matchAll(EXPRESSION)) {
    const known =
      allowed.test(`${space}:${value}`) ||
      (error ? `${space}:${value}` === 'firehose:error-output-type' : space === 'partitionKeyFromLambda');
    if (!known)
      throw new InvalidOptionsError(`${option} '${prefix}' holds !{${space}:${value}}, which is not known there.`);
  }
  if (prefix.replace(EXPRESSION, '').includes('!{'))
    throw new InvalidOptionsError(`${option} '${prefix}' holds an expression that does not end.`);
  if (error && prefix.includes('!{') && !prefix.includes('!{firehose:error-output-type}'))
    throw new InvalidOptionsError(`${option} '${prefix}' has expressions but not !{firehose:error-output-type}.`);
}

/** An object's name as Firehose makes it. @see https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html */
export function objectName(deliveryStream: string, nowMs: number, extension: string): string {
  return `${deliveryStream}-1-${formatTime('yyyy-MM-dd-HH-mm-ss', nowMs)}-${randomUUID()}${extension}`;
}
