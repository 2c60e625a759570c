import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { configSchema } from './config.ts';
import { CONFIG_FILE, type ConfigPlaces, readConfig } from './read-config.ts';

function folder(files: Readonly<Record<string, string>> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), 'tickerlake-config-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return dir;
}

const read = (places: Partial<ConfigPlaces>) => readConfig({ env: {}, context: {}, dir: folder(), ...places });

describe('the configuration file', () => {
  it('need not be there', () => {
    expect(read({})).toEqual(configSchema.parse({}));
  });

  it('lies beside the app', () => {
    expect(read({ dir: folder({ [CONFIG_FILE]: '{ "interval": "5m" }' }) }).interval).toBe('5m');
  });

  it('is another one where the environment names one, relative to where the command was given', () => {
    const cwd = folder({ 'trial.json': '{ "name": "trial" }' });
    const dir = folder({ [CONFIG_FILE]: '{ "name": "usual" }' });
    expect(read({ dir, cwd, env: { TICKERLAKE_CONFIG: 'trial.json' } }).name).toBe('trial');
    expect(read({ dir, env: { TICKERLAKE_CONFIG: 'trial.json', INIT_CWD: cwd } }).name).toBe('trial');
    expect(read({ dir, env: { TICKERLAKE_CONFIG: join(cwd, 'trial.json') } }).name).toBe('trial');
    expect(read({ dir, env: { TICKERLAKE_CONFIG: '' } }).name).toBe('usual');
  });

  it.each([
    ['{ "interval": ', /^tickerlake\.config\.json is not JSON: [^\n]+$/],
    ['[]', /^tickerlake\.config\.json holds \[\]: give one object of settings\.$/],
    ['null', /holds null/],
    ['"x"', /holds "x"/],
    ['{ "shard": 1 }', /^tickerlake\.config\.json: shard is not a setting/],
    ['{ "shards": "1" }', /^tickerlake\.config\.json: shards is "1": give a whole number/],
  ])('that holds %s is refused on one line that names it', (text, message) => {
    expect(() => read({ dir: folder({ [CONFIG_FILE]: text }) })).toThrow(message);
  });

  it('that the environment names has to be there', () => {
    expect(() => read({ env: { TICKERLAKE_CONFIG: 'gone.json' }, cwd: folder() })).toThrow(
      /^TICKERLAKE_CONFIG is gone\.json, which does not exist\.$/,
    );
  });

  it('that cannot be read is no missing file', () => {
    const dir = folder();
    mkdirSync(join(dir, CONFIG_FILE));
    expect(() => read({ dir })).toThrow(/^tickerlake\.config\.json cannot be read\.$/);
  });
});

describe('a value of the command line', () => {
  it.each([
    ['symbols', 'DDOG,BRK-B', ['DDOG', 'BRK-B']],
    ['interval', '5m', '5m'],
    ['schedule', 'false', false],
    ['feedSchedule', 'true', true],
    ['removeData', 'true', true],
    ['shards', '12', 12],
    ['retentionHours', '48', 48],
    ['keepRawDays', '0', 0],
    ['name', 'trial', 'trial'],
    ['alarmEmail', 'a@example.com', 'a@example.com'],
    ['keepRawDays', 7, 7],
  ])('is a text that stands for a value of its key: %s=%s', (key, text, value) => {
    expect(read({ context: { [`tickerlake:${key}`]: text } })).toHaveProperty(key, value);
  });

  it('goes before the file', () => {
    const dir = folder({ [CONFIG_FILE]: '{ "interval": "5m", "shards": 3 }' });
    expect(read({ dir, context: { 'tickerlake:interval': '1m' } })).toMatchObject({ interval: '1m', shards: 3 });
  });

  it.each([
    ['intervall', '5m', /^-c tickerlake:intervall is not a setting/],
    ['toString', '5m', /^-c tickerlake:toString is not a setting/],
    ['schedule', 'no', /^-c tickerlake:schedule is "no": give true or false\.$/],
    ['shards', '1e3', /^-c tickerlake:shards is "1e3"/],
    ['shards', '', /^-c tickerlake:shards is ""/],
    ['symbols', '', /^-c tickerlake:symbols is \[""\]/],
  ])('that is wrong is refused by its flag: %s=%s', (key, text, message) => {
    expect(() => read({ context: { [`tickerlake:${key}`]: text } })).toThrow(message);
  });

  it('is told from the rest of the context', () => {
    expect(read({ context: { '@aws-cdk/core:x': true, tickerlake: 'x', 'other:interval': '2m' } })).toEqual(
      configSchema.parse({}),
    );
  });
});
