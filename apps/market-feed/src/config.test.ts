import { ConfigError } from '@tickerlake/lambda-app';
import { DEFAULT_PAIRS, DEFAULT_SYMBOLS } from '@tickerlake/market-simulator';
import { describe, expect, it } from 'vitest';
import { readConfig, readFunctionConfig } from './config.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 15);
const read = (env: Record<string, string>) => readConfig(env, NOW_MS);

describe('the environment', () => {
  it('has a default for everything', () => {
    expect(read({ PATH: '/bin', AWS_REGION: 'us-east-1' })).toEqual({
      host: '127.0.0.1',
      port: 4300,
      seed: 1,
      symbols: DEFAULT_SYMBOLS,
      pairs: DEFAULT_PAIRS,
      fromMs: NOW_MS,
      untilMs: Infinity,
      speed: 1,
      bars: false,
    });
  });

  it('is read as its table says', () => {
    const env = {
      TICKERLAKE_FEED_HOST: '0.0.0.0',
      TICKERLAKE_FEED_PORT: '0',
      TICKERLAKE_SEED: '7',
      TICKERLAKE_SYMBOLS: ' ddog, BRK-B,DDOG ',
      TICKERLAKE_PAIRS: 'EURUSD',
      TICKERLAKE_FEED_FROM: '2026-11-19',
      TICKERLAKE_FEED_UNTIL: '2026-11-20 16:00:00-05:00',
      TICKERLAKE_FEED_SPEED: '0.5',
      TICKERLAKE_STREAM: 'market-records',
      TICKERLAKE_FEED_BARS: 'true',
      TICKERLAKE_LOG_FILE: 'logs/feed.log',
    };
    expect(read(env)).toEqual({
      host: '0.0.0.0',
      port: 0,
      seed: 7,
      symbols: ['DDOG', 'BRK-B'],
      pairs: ['EURUSD'],
      fromMs: Date.UTC(2026, 10, 19, 5),
      untilMs: Date.UTC(2026, 10, 20, 21),
      speed: 0.5,
      stream: 'market-records',
      bars: true,
      logFile: 'logs/feed.log',
    });
  });

  it('includes the date that it ends on', () => {
    const { fromMs, untilMs } = read({ TICKERLAKE_FEED_FROM: '2026-11-20', TICKERLAKE_FEED_UNTIL: '2026-11-20' });
    expect(untilMs - fromMs).toBe(86_400_000);
  });

  it('takes blank for absent', () => {
    expect(read({ TICKERLAKE_STREAM: ' ', TICKERLAKE_FEED_PORT: '' })).toEqual(read({}));
  });

  it('may hold what other commands read', () => {
    expect(read({ TICKERLAKE_YAHOO_URL: 'http://127.0.0.1:4300' })).toEqual(read({}));
  });

  it.each([
    ['TICKERLAKE_FEED_PORT', '65536', 'must be a port'],
    ['TICKERLAKE_FEED_PORT', '43OO', 'must be a port'],
    ['TICKERLAKE_FEED_HOST', 'http://localhost', 'must be an address or host name'],
    ['TICKERLAKE_SEED', '-1', 'must be a whole number'],
    ['TICKERLAKE_SYMBOLS', 'DDOG,,META', 'must be 1–100 symbols'],
    ['TICKERLAKE_SYMBOLS', Array.from({ length: 101 }, (_, index) => `A${index}`).join(','), 'must be 1–100 symbols'],
    ['TICKERLAKE_PAIRS', 'EURXXX', 'must be among '],
    ['TICKERLAKE_FEED_FROM', '2026-02-30', 'must be an ISO instant'],
    ['TICKERLAKE_FEED_FROM', '2026-11-20T09:30:00', 'must be an ISO instant with its zone'],
    ['TICKERLAKE_FEED_UNTIL', '2026-11-19', 'must lie after the start, 2026-11-20T15:00:00.000Z'],
    ['TICKERLAKE_FEED_SPEED', '0', 'must be a number above 0'],
    ['TICKERLAKE_FEED_SPEED', '86401', 'at most 86400'],
    ['TICKERLAKE_STREAM', 'a/b', 'must be the name of a Kinesis stream'],
    ['TICKERLAKE_FEED_BARS', 'yes', 'must be true or false'],
    ['TICKERLAKE_FEED_PROT', '1', 'is not known. Did you mean TICKERLAKE_FEED_PORT? Allowed: TICKERLAKE_FEED_HOST, '],
  ])('refuses %s=%s and says what is allowed', (name, value, words) => {
    expect(() => read({ [name]: value })).toThrow(ConfigError);
    expect(() => read({ [name]: value })).toThrow(`${name}: `);
    expect(() => read({ [name]: value })).toThrow(words);
  });

  it('tells all that is wrong at once', () => {
    const wrong = { TICKERLAKE_FEED_PORT: 'x', TICKERLAKE_SEED: 'y', TICKERLAKE_FEED_BAR: 'true' };
    try {
      read(wrong);
      expect.unreachable();
    } catch (error) {
      expect((error as ConfigError).issues.map(({ field }) => field).toSorted()).toEqual(Object.keys(wrong).toSorted());
    }
  });
});

describe('the environment of the function', () => {
  const readFunction = (env: Record<string, string>) => readFunctionConfig(env, NOW_MS);

  it('says which market it is, and where its logs go; its time is the time of the day', () => {
    const market = { TICKERLAKE_SEED: '7', TICKERLAKE_SYMBOLS: 'DDOG,META', TICKERLAKE_PAIRS: 'EURUSD' };
    expect(readFunction({ AWS_REGION: 'us-east-1', TICKERLAKE_STREAM: 'records', ...market })).toMatchObject({
      stream: 'records',
      seed: 7,
      symbols: ['DDOG', 'META'],
      pairs: ['EURUSD'],
      fromMs: NOW_MS,
      untilMs: Infinity,
      speed: 1,
      bars: false,
    });
    expect(readFunction({ TICKERLAKE_STREAM: 'records' })).toEqual({ ...read({}), stream: 'records' });
  });

  it.each([
    'TICKERLAKE_FEED_HOST',
    'TICKERLAKE_FEED_PORT',
    'TICKERLAKE_FEED_FROM',
    'TICKERLAKE_FEED_UNTIL',
    'TICKERLAKE_FEED_SPEED',
    'TICKERLAKE_FEED_BARS',
    'TICKERLAKE_LOG_FILE',
    'TICKERLAKE_YAHOO_URL',
  ])('has no %s', (name) => {
    expect(() => readFunction({ TICKERLAKE_STREAM: 'records', [name]: '1' })).toThrow(
      `${name}: is not known. Allowed: TICKERLAKE_STREAM, TICKERLAKE_SEED, TICKERLAKE_SYMBOLS, TICKERLAKE_PAIRS.`,
    );
  });

  it('says which name is meant by one that is misspelt', () => {
    expect(() => readFunction({ TICKERLAKE_STREAM: 'records', TICKERLAKE_SYMBOL: 'DDOG' })).toThrow(
      'TICKERLAKE_SYMBOL: is not known. Did you mean TICKERLAKE_SYMBOLS? Allowed: ',
    );
  });

  it('must name the stream, and once only says what is wrong with it', () => {
    expect(() => readFunction({})).toThrow('TICKERLAKE_STREAM: is missing: give the name of a Kinesis stream');
    expect(() => readFunction({ TICKERLAKE_STREAM: 'a/b' })).toThrow(
      /^[^]*TICKERLAKE_STREAM: is 'a\/b'(?![^]*is missing)/,
    );
  });
});
