import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments.ts';
import { UsageError } from './failures.ts';

const line = (text: string) => parseArguments(text.split(' ').filter((word) => word !== ''));

it('reads which stacks, switches, and single values of the configuration', () => {
  expect(line('deploy market-feed --yes --context tickerlake:interval=5m --context=tickerlake:name=a=b')).toEqual({
    action: 'deploy',
    target: 'market-feed',
    switches: new Set(['yes']),
    values: {},
    context: { 'tickerlake:interval': '5m', 'tickerlake:name': 'a=b' },
  });
  expect(line('diff all --fail')).toMatchObject({ target: 'all', switches: new Set(['fail']), context: {} });
});

it('reads what the collector is asked', () => {
  expect(line('invoke --date 2026-11-20 --source simulated --symbols DDOG,SNAP --seed=7 --json')).toMatchObject({
    action: 'invoke',
    target: 'all',
    switches: new Set(['json']),
    values: { date: '2026-11-20', source: 'simulated', symbols: 'DDOG,SNAP', seed: '7' },
  });
});

describe('what is not known is refused, with what is', () => {
  it.each([
    ['', '"" is not known: the driver takes deploy, diff, synth, destroy, bootstrap, invoke.'],
    ['constructor', '"constructor" is not known'],
    ['deploy', '"" is no stack: deploy takes all, lake, transformer, collector, processor, market-feed, monitoring.'],
    ['deploy log-pipe', '"log-pipe" is no stack'],
    [
      'deploy lake collector',
      '"collector" is too much: deploy takes --yes, --skip-build, --context tickerlake:KEY=VALUE.',
    ],
    ['deploy lake --yess', '--yess is not known: deploy takes --yes, --skip-build, --context tickerlake:KEY=VALUE.'],
    ['deploy lake --toString', '--toString is not known'],
    ['deploy lake -y', '-y is not known'],
    ['deploy lake --yes=false', '--yes takes no value, but got "false"'],
    ['deploy lake --fail', '--fail is not known'],
    ['deploy lake --context', '--context needs a value'],
    ['deploy lake --context=', '--context needs a value'],
    [
      'deploy lake --context interval=5m',
      '--context takes tickerlake:KEY=VALUE, such as tickerlake:interval=5m; got "interval=5m".',
    ],
    ['deploy lake --context tickerlake:interval', 'got "tickerlake:interval"'],
    ['deploy lake --context tickerlake:=5m', 'got "tickerlake:=5m"'],
    ['synth all --yes', '--yes is not known: synth takes --skip-build, --context tickerlake:KEY=VALUE.'],
    ['bootstrap lake', '"lake" is too much: bootstrap takes --context tickerlake:KEY=VALUE.'],
    ['invoke --symbol DDOG', '--symbol is not known: invoke takes --date YYYY-MM-DD, --from YYYY-MM-DD'],
    ['invoke --date --json', '--date needs a value'],
  ])('%s', (text, says) => {
    expect(() => line(text)).toThrow(UsageError);
    expect(() => line(text)).toThrow(says);
  });
});
