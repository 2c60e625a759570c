import { schedulerEvent, scheduledEvent } from '@tickerlake/testing';
import { describe, expect, it } from 'vitest';
import { urlEvent } from '../test/url-event.ts';
import { EventError } from './errors.ts';
import { readEvent } from './read-event.ts';

const AT_MS = Date.UTC(2026, 10, 20, 15, 1);

describe('an event', () => {
  it('of the schedule says when it was due', () => {
    const due = { kind: 'schedule', atMs: AT_MS };
    expect(readEvent({ source: 'aws.scheduler', time: '2026-11-20T15:01:00Z' })).toEqual(due);
    expect(readEvent(schedulerEvent('2026-11-20T15:01:00Z'))).toEqual(due);
    expect(readEvent(scheduledEvent('2026-11-20T15:01:00Z'))).toEqual(due);
  });

  it('of the function’s URL is a request', () => {
    const event = urlEvent('/healthz');
    expect(readEvent(event)).toEqual({ kind: 'request', event });
  });

  it.each([
    [{ source: 'aws.scheduler' }, 'time is undefined'],
    [{ source: 'aws.scheduler', time: '<aws.scheduler.scheduled-time>' }, 'time is "<aws.scheduler.scheduled-time>"'],
    [{ source: 'aws.s3' }, 'must be a request of the function’s URL or a scheduled event'],
    [{ version: '1.0', requestContext: {}, path: '/' }, 'must be a request'],
    [null, 'The event is null'],
    [undefined, 'The event is undefined'],
    ['x'.repeat(200), 'The event is "xxx'],
  ])('%j is refused, and says what is allowed', (event, words) => {
    expect(() => readEvent(event)).toThrow(EventError);
    expect(() => readEvent(event)).toThrow(words);
  });
});
