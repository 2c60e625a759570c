import { ConfigError } from '@tickerlake/lambda-app';
import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

const issuesOf = (env: Record<string, string>) => {
  try {
    readConfig({ TICKERLAKE_STREAM: 'records', ...env });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).issues;
  }
  return [];
};

it('reads every variable of its table', () => {
  const config = readConfig({
    TICKERLAKE_STREAM: 'market-records',
    TICKERLAKE_SYMBOLS: ' ddog, SNAP,,DDOG ',
    TICKERLAKE_INTERVAL: '5m',
    TICKERLAKE_SOURCE: 'simulated',
    TICKERLAKE_SEED: '42',
    TICKERLAKE_YAHOO_URL: 'http://127.0.0.1:8080/yahoo',
    TICKERLAKE_OVERLAP_MINUTES: '0',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    PATH: '/usr/bin',
  });
  expect(config).toEqual({
    stream: 'market-records',
    symbols: ['DDOG', 'SNAP'],
    interval: '5m',
    source: 'simulated',
    seed: 42,
    yahooUrl: 'http://127.0.0.1:8080/yahoo',
    overlapMs: 0,
  });
});

it('needs the stream alone, and takes empty variables as absent', () => {
  const config = readConfig({ TICKERLAKE_STREAM: 'records', TICKERLAKE_SEED: '', TICKERLAKE_SYMBOLS: '' });
  expect(config).toEqual({
    stream: 'records',
    symbols: [],
    interval: '1m',
    source: 'yahoo',
    seed: 1,
    overlapMs: 300_000,
  });
});

it('says that the stream is missing', () => {
  expect(() => readConfig({})).toThrow(/TICKERLAKE_STREAM: is missing: give the name of a Kinesis stream/);
});

it('names the variable that a misspelt one means', () => {
  expect(issuesOf({ TICKERLAKE_SYMBOL: 'DDOG' })).toEqual([
    {
      field: 'TICKERLAKE_SYMBOL',
      message: expect.stringMatching(/^is not known. Did you mean TICKERLAKE_SYMBOLS\? Allowed: TICKERLAKE_STREAM, /),
    },
  ]);
});

it.each([
  ['TICKERLAKE_STREAM', 'a stream', /1–128 letters/],
  ['TICKERLAKE_SYMBOLS', 'DDOG,$PY', /"\$PY" is not a symbol/],
  ['TICKERLAKE_INTERVAL', '3m', /is '3m', but must be one of 1m, 2m, 5m, 15m, 30m, 1h/],
  ['TICKERLAKE_SOURCE', 'Yahoo', /is 'Yahoo', but must be one of yahoo, simulated/],
  ['TICKERLAKE_SEED', '1.5', /whole number/],
  ['TICKERLAKE_SEED', '-1', /whole number/],
  ['TICKERLAKE_YAHOO_URL', 'ftp://example.com', /http or https URL/],
  ['TICKERLAKE_YAHOO_URL', 'query2.finance.yahoo.com', /http or https URL/],
  ['TICKERLAKE_OVERLAP_MINUTES', '61', /0–60/],
  ['TICKERLAKE_OVERLAP_MINUTES', 'five', /0–60/],
])('refuses %s = %j, saying what came and what is allowed', (field, value, message) => {
  expect(issuesOf({ [field]: value })).toEqual([{ field, message: expect.stringMatching(message) }]);
});

it('names every mistake at once', () => {
  const fields = issuesOf({ TICKERLAKE_SEED: 'x', TICKERLAKE_INTERVAL: 'x', TICKERLAKE_X: 'x' }).map(
    ({ field }) => field,
  );
  expect(fields.toSorted()).toEqual(['TICKERLAKE_INTERVAL', 'TICKERLAKE_SEED', 'TICKERLAKE_X']);
});
