import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONFIG_KEYS, type ConfigKey, configSchema, parseConfig } from './config.ts';
import { ConfigError } from './errors.ts';

const source = (values: Record<string, unknown>, name = 'file') => ({
  nameOf: (key: string) => `${name}: ${key}`,
  values,
});
const parse = (values: Record<string, unknown>) => parseConfig([source(values)]);

const messageOf = (values: Record<string, unknown>): string => {
  try {
    parse(values);
    return 'accepted';
  } catch (error) {
    return error instanceof ConfigError ? error.message : String(error);
  }
};

describe('a configuration', () => {
  it('may be empty: the defaults are ten companies, a minute, one shard, and nothing that is lost', () => {
    expect(parse({})).toEqual({
      name: 'tickerlake',
      symbols: ['META', 'SHOP', 'BYND', 'NFLX', 'PINS', 'XYZ', 'TTD', 'OKTA', 'SNAP', 'DDOG'],
      interval: '1m',
      schedule: true,
      feedSchedule: false,
      streamMode: 'provisioned',
      shards: 1,
      retentionHours: 24,
      keepRawDays: 30,
      removeData: false,
    });
  });

  it('is taken over whole when every key is given', () => {
    const all = {
      name: 'trial-2',
      symbols: ['BRK-B', '^GSPC', 'EURUSD=X'],
      interval: '5m',
      schedule: false,
      feedSchedule: true,
      streamMode: 'provisioned',
      shards: 4,
      retentionHours: 168,
      alarmEmail: 'alarms@example.com',
      noticeEmail: 'notices@example.com',
      keepRawDays: 0,
      removeData: true,
      region: 'eu-central-1',
      account: '123456789012',
    };
    expect(Object.keys(all)).toEqual(CONFIG_KEYS);
    expect(parse(all)).toEqual(all);
  });

  it.each<[ConfigKey, unknown, string]>([
    ['name', 'Tickerlake', 'name is "Tickerlake": give 1–30 lower-case letters and digits'],
    ['name', 'a--b', 'give 1–30 lower-case'],
    ['name', '1st', 'give 1–30 lower-case'],
    ['name', `a${'b'.repeat(30)}`, 'give 1–30 lower-case'],
    ['name', '', 'give 1–30 lower-case'],
    ['symbols', [], 'symbols is []: give a list of symbols in upper case'],
    ['symbols', ['ddog'], 'symbols is ["ddog"]'],
    ['symbols', ['DDOG', 'DDOG'], 'each once'],
    ['symbols', 'DDOG', 'symbols is "DDOG"'],
    ['symbols', Array.from({ length: 800 }, (_, i) => `A${1000 + i}`), 'at most 3500 characters'],
    ['interval', '2m', 'interval is "2m": give 1m or 5m.'],
    ['schedule', 'yes', 'schedule is "yes": give true or false.'],
    ['feedSchedule', 1, 'feedSchedule is 1: give true or false.'],
    ['streamMode', 'on demand', 'give provisioned or on-demand.'],
    ['shards', 0, 'shards is 0: give a whole number, 1–10000.'],
    ['shards', 1.5, 'shards is 1.5'],
    ['retentionHours', 23, 'give a whole number of hours, 24–8760.'],
    ['retentionHours', 8761, '24–8760'],
    ['alarmEmail', 'me', 'alarmEmail is "me": give an email address.'],
    ['noticeEmail', '', 'noticeEmail is "": give an email address.'],
    ['keepRawDays', -1, 'give a whole number of days, 0–3650.'],
    ['removeData', null, 'removeData is null: give true or false.'],
    ['region', 'us-east', 'region is "us-east": give a region such as us-east-1.'],
    ['account', 123456789012, 'account is 123456789012: give twelve digits between quotes.'],
  ])('whose %s is %j is refused with what came and what is allowed', (key, value, message) => {
    expect(messageOf({ [key]: value })).toContain(message);
  });

  it('says what is allowed of every key', () => {
    for (const key of CONFIG_KEYS)
      expect(messageOf({ [key]: {} })).toMatch(new RegExp(`^file: ${key} is {}: give .+\\.$`));
  });

  it('with a key that is not known is refused with those that are', () => {
    expect(messageOf({ intervall: '1m' })).toBe(
      `file: intervall is not a setting: these are ${CONFIG_KEYS.join(', ')}.`,
    );
    expect(messageOf({ constructor: 1, toString: 1 })).toMatch(
      /constructor is not a setting.*toString is not a setting/,
    );
    expect(messageOf(JSON.parse('{"__proto__": 1}'))).toContain('__proto__ is not a setting');
  });

  it('names everything that is wrong, on one line, whatever it is', () => {
    const anything = fc.dictionary(fc.oneof(fc.constantFrom(...CONFIG_KEYS), fc.string()), fc.jsonValue());
    fc.assert(
      fc.property(anything, (values) => {
        const { success } = configSchema.safeParse(values);
        const message = messageOf(values);
        if (success) return message === 'accepted' || message.includes('leave shards out');
        return (
          !message.includes('\n') && Object.keys(values).some((key) => message.includes(`file: ${key.slice(0, 60)}`))
        );
      }),
    );
  });

  it.each([
    [{ streamMode: 'on-demand', shards: 1 }, /leave shards out/],
    [{ account: '123456789012' }, /give both or neither/],
  ])('that contradicts itself is refused: %j', (values, message) => {
    expect(messageOf(values)).toMatch(message);
  });
});

describe('configurations of several places', () => {
  it('go one before the other, key by key', () => {
    const [first, second] = [source({ interval: '5m' }), source({ interval: '1m', shards: 2 })];
    expect(parseConfig([first, second])).toMatchObject({ interval: '5m', shards: 2 });
  });

  it('are each checked, also where another goes before', () => {
    const places = [source({ interval: '5m' }, 'flag'), source({ interval: '2m' }, 'file')];
    expect(() => parseConfig(places)).toThrow(new ConfigError('file: interval is "2m": give 1m or 5m.'));
  });
});

it('a configuration is told of in the README, key by key', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(CONFIG_KEYS.filter((key) => !readme.includes(`\`${key}\``))).toEqual([]);
});
