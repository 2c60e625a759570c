import { httpEvent, scheduledEvent, schedulerEvent } from '@tickerlake/testing';
import { expect, it } from 'vitest';
import { RequestError } from './errors.ts';
import { readEvent, readHttpFields } from './read-event.ts';

it.each([
  scheduledEvent('2026-11-20T15:00:00Z'),
  schedulerEvent('2026-11-20T15:00:00Z'),
  { source: 'aws.scheduler', time: '2026-11-20T15:00:00.000Z' },
])('takes the time of a schedule from its event: $source', (event) => {
  expect(readEvent(event)).toEqual({ kind: 'schedule', atMs: Date.UTC(2026, 10, 20, 15) });
});

it('refuses a scheduled event without a time', () => {
  expect(() => readEvent({ source: 'aws.events' })).toThrow(
    /time: is undefined, but a scheduled event says when it was due/,
  );
});

it('takes any other object for a direct invocation, one that names a source too', () => {
  expect(readEvent({ source: 'simulated' })).toEqual({ kind: 'direct', fields: { source: 'simulated' } });
  expect(readEvent({})).toEqual({ kind: 'direct', fields: {} });
});

it.each([undefined, null, 'DDOG', 7, ['DDOG']])('refuses an event that is no object: %j', (event) => {
  expect(() => readEvent(event)).toThrow(RequestError);
});

it('tells an HTTP request by its form', () => {
  const event = httpEvent();
  expect(readEvent(event)).toEqual({ kind: 'http', event });
});

it('reads lists and truth values out of a query string, and leaves the rest to the checks', () => {
  const query = { symbols: 'ddog, SNAP,', extendedHours: 'true', date: '2026-11-20', interval: '5m', x: 'y' };
  expect(readHttpFields(httpEvent({ query }))).toEqual({ ...query, symbols: ['ddog', ' SNAP'], extendedHours: true });
  expect(readHttpFields(httpEvent({ query: { extendedHours: 'false' } }))).toEqual({ extendedHours: false });
  expect(readHttpFields(httpEvent({ query: { extendedHours: 'maybe' } }))).toEqual({ extendedHours: 'maybe' });
});

it.each([false, true])('reads a JSON body, base64 or not (%j), together with the query string', (base64) => {
  const event = httpEvent({ query: { date: '2026-11-20' }, body: { symbols: ['DDOG'] }, base64 });
  expect(readHttpFields(event)).toEqual({ date: '2026-11-20', symbols: ['DDOG'] });
});

it('takes no body and an empty one for no fields', () => {
  expect(readHttpFields(httpEvent())).toEqual({});
  expect(readHttpFields(httpEvent({ body: ' \n' }))).toEqual({});
});

it.each(['{"symbols":', 'symbols=DDOG', '[]', '"DDOG"', 'null', '7'])(
  'refuses a body that is no JSON object: %s',
  (body) => {
    expect(() => readHttpFields(httpEvent({ body }))).toThrow(/body: is (not JSON|JSON, but not an object)/);
  },
);

it('refuses a field that comes twice', () => {
  const event = httpEvent({ query: { date: '2026-11-20' }, body: { date: '2026-11-19' } });
  expect(() => readHttpFields(event)).toThrow(/date: is given twice: in the query string and in the body/);
});
