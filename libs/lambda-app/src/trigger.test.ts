import { httpEvent, scheduledEvent, schedulerEvent } from '@tickerlake/testing';
import { describe, expect, it } from 'vitest';
import { isHttpRequest, readDueTime } from './trigger.ts';

const DUE_MS = Date.UTC(2026, 10, 20, 15, 1);

describe('a scheduled event', () => {
  it.each([
    scheduledEvent('2026-11-20T15:01:00Z'),
    schedulerEvent('2026-11-20T15:01:00Z'),
    { source: 'aws.scheduler', time: '2026-11-20T15:01:00.000Z' },
    { source: 'aws.scheduler', time: '2026-11-20T10:01-05:00' },
  ])('says when it was due: $source, $time', (event) => {
    expect(readDueTime(event)).toEqual({ value: DUE_MS });
    expect(isHttpRequest(event)).toBe(false);
  });

  it('may have been due when time began', () => {
    expect(readDueTime({ source: 'aws.events', time: '1970-01-01T00:00:00Z' })).toEqual({ value: 0 });
  });

  it.each([
    [undefined, 'undefined'],
    ['<aws.scheduler.scheduled-time>', '"<aws.scheduler.scheduled-time>"'],
    ['2026-11-20', '"2026-11-20"'],
    ['2026-11-20T15:01:00', '"2026-11-20T15:01:00"'],
    ['2026-11-31T25:00:00Z', '"2026-11-31T25:00:00Z"'],
    [DUE_MS, String(DUE_MS)],
  ])('is wrong with the time %j, and says so', (time, came) => {
    expect(readDueTime({ source: 'aws.events', time })).toEqual({
      problem: `is ${came}, but a scheduled event says when it was due, as in 2026-11-20T15:01:00Z.`,
    });
  });

  it.each([undefined, null, 'aws.scheduler', [], {}, { source: 'aws.s3', time: '2026-11-20T15:01:00Z' }, httpEvent()])(
    'is not %j',
    (event) => {
      expect(readDueTime(event)).toBeUndefined();
    },
  );
});

describe('a request over HTTP', () => {
  it('is told by its form', () => {
    expect(isHttpRequest(httpEvent())).toBe(true);
  });

  it.each([
    undefined,
    null,
    'GET /',
    {},
    { ...httpEvent(), version: '1.0' },
    { version: '2.0', requestContext: {} },
    { version: '2.0', rawPath: '/' },
  ])('is not %j', (event) => {
    expect(isHttpRequest(event)).toBe(false);
  });
});
