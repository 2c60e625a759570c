import { describe, expect, it } from 'vitest';
import { InvalidOptionsError } from '../errors.ts';
import { checkPrefix, evaluatePrefix, objectName } from './object-name.ts';

const arrivalMs = Date.UTC(2026, 10, 21, 9, 5, 7);

describe('a prefix', () => {
  it.each([
    ['bars/', {}, 'bars/2026/11/21/09/'],
    ['', {}, '2026/11/21/09/'],
    ['bars/dt=!{partitionKeyFromLambda:dt}/', { partitionKeys: { dt: '2020-05-14' } }, 'bars/dt=2020-05-14/'],
    ['!{timestamp:yyyy-MM-dd}/!{timestamp:HH.mm.ss}/', {}, '2026-11-21/09.05.07/'],
    ["!{timestamp:'day='dd}/", {}, 'day=21/'],
    ['bars/dt=!{partitionKeyFromLambda:dt}/', { partitionKeys: {} }, undefined],
    ['bars/dt=!{partitionKeyFromLambda:dt}/', { partitionKeys: { dt: '' } }, undefined],
    ['bars/dt=!{partitionKeyFromLambda:dt}/', {}, undefined],
    ['errors/', { errorType: 'processing-failed' as const }, 'errors/processing-failed/2026/11/21/09/'],
    [
      'q/!{firehose:error-output-type}/',
      { errorType: 'format-conversion-failed' as const },
      'q/format-conversion-failed/',
    ],
  ])('%j with %j is %j', (prefix, facts, evaluated) => {
    expect(evaluatePrefix(prefix, { arrivalMs, ...facts })).toBe(evaluated);
  });

  it('gets a random string of eleven characters where it asks for one', () => {
    expect(evaluatePrefix('!{firehose:random-string}/', { arrivalMs })).toMatch(/^[0-9a-f]{11}\/$/);
  });

  it.each([
    ['!{partitionKeyFromQuery:dt}/', false, /!{partitionKeyFromQuery:dt}, which is not known/],
    ['!{firehose:error-output-type}/', false, /not known there/],
    ['!{partitionKeyFromLambda:dt}/', true, /not known there/],
    ['!{timestamp:yyyy}/', true, /not !{firehose:error-output-type}/],
    ['!{timestamp:yyyy/', false, /does not end/],
  ])('is refused at the start: %j', (prefix, error, message) => {
    expect(() => checkPrefix('prefix', prefix, error)).toThrow(InvalidOptionsError);
    expect(() => checkPrefix('prefix', prefix, error)).toThrow(message);
  });
});

it('names objects as Firehose does', () => {
  expect(objectName('bars', arrivalMs, '.parquet')).toMatch(
    /^bars-1-2026-11-21-09-05-07-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.parquet$/,
  );
});
