import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tickerlake } from './command.ts';
import { hasTerminal, onTerminal } from './terminal.ts';

let cwd: string;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'tickerlake-terminal-'));
  const collected = await tickerlake(
    ['collect', '--source', 'simulated', '--from', '2026-11-19', '--to', '2026-11-20', '--symbols', 'DDOG,META,TTD'],
    { cwd },
  );
  expect(collected.code, collected.stderr).toBe(0);
});
afterAll(() => rm(cwd, { recursive: true }));

const ESC = '\u001B[';
const longest = (text: string): number =>
  Math.max(
    ...stripVTControlCharacters(text)
      .split('\n')
      .map((line) => line.length),
  );

it('what a terminal needs is on this machine wherever all must be tried', () => {
  expect(hasTerminal || process.env['CI'] === undefined).toBe(true);
});

describe.runIf(hasTerminal)('on a terminal', () => {
  it('a table is no wider than that, and what it leaves out is said', async () => {
    const question = ['query', 'daily-range'];
    const narrow = await onTerminal(question, { cwd, columns: 70 });
    expect(narrow.code).toBe(0);
    expect(longest(narrow.shown.replaceAll(/^.*(each line from|No room).*$/gm, ''))).toBeLessThanOrEqual(70);
    expect(narrow.shown).toContain('No room in 70 columns for highTs, lowTs, bars: widen the terminal');
    const wide = await onTerminal(question, { cwd, columns: 200 });
    expect(wide.shown).not.toContain('No room');
    const { stdout } = await tickerlake(question, { cwd });
    expect(stripVTControlCharacters(wide.shown).replaceAll(/ +$/gm, '')).toContain(stdout.trimEnd());
    expect(longest(stdout)).toBeGreaterThan(100);
  });

  it('rises are green and falls red', async () => {
    const { shown } = await onTerminal(['query', 'movers'], { cwd });
    expect(shown.split(`${ESC}32m`)[1]).toMatch(/^ *\+\d+\.\d{4}/);
    expect(shown.split(`${ESC}31m`)[1]).toMatch(/^ *-\d+\.\d{4}/);
  });

  it('the status has its labels in bold, and in yellow that prices are not real', async () => {
    const { shown } = await onTerminal(['status'], { cwd });
    expect(shown).toContain(`${ESC}1mGaps:${ESC}22m none in 2 sessions`);
    expect(shown).toContain(`${ESC}1m${ESC}33mSIMULATED MARKET:${ESC}39m${ESC}22m All bars are made up`);
    const piped = await tickerlake(['status'], { cwd });
    expect(stripVTControlCharacters(shown).replaceAll(/ +$/gm, '')).toBe(piped.stdout);
  });

  it.each([{ NO_COLOR: '1' }, { NO_COLOR: '1', FORCE_COLOR: '1' }, { FORCE_COLOR: '0' }, { TERM: 'dumb' }])(
    'there are no colours with %j, and signs all the same',
    async (env) => {
      const { shown } = await onTerminal(['query', 'movers'], { cwd, env });
      expect(shown).not.toContain(ESC);
      expect(shown).toMatch(/ \+\d+\.\d{2}\b/);
    },
  );

  it('companies have a line each under the table, which a pipe has only where it is asked for', async () => {
    const question = ['query', 'highest-hourly-high', '--symbols', 'DDOG,META'];
    const { shown } = await onTerminal(question, { cwd });
    const [, below = ''] = stripVTControlCharacters(shown).split('name  high by hour');
    expect(below).toMatch(/\nDDOG {2}[▁-█]{14} +\d.*\nMETA {2}[▁-█]{14} .*\n2026-11-19 09 to 2026-11-20 15,/);
    expect((await tickerlake(question, { cwd })).stdout).not.toContain('high by hour');
    const asked = await tickerlake([...question, '--sparkline'], { cwd });
    expect(asked.stdout).toContain(below.trimEnd().replaceAll(/ +$/gm, ''));
    const refused = await onTerminal([...question, '--no-sparkline'], { cwd });
    expect(refused.shown).not.toContain('high by hour');
  });

  it('a line has gaps where the lake has none', async () => {
    const gappy = ['query', 'daily-range', '--symbols', 'DDOG', '--lake', 'gappy', '--sparkline'];
    for (const date of ['2026-11-17', '2026-11-20'])
      await tickerlake(['collect', '--source', 'simulated', '--date', date, '--symbols', 'DDOG', '--lake', 'gappy'], {
        cwd,
      });
    const { stdout } = await tickerlake(gappy, { cwd });
    expect(stdout).toMatch(/\nDDOG {2}[▁█]··[▁█] /);
    expect(stdout).toContain(
      '2026-11-17 to 2026-11-20, each line from its own lowest to its highest. 2 days have no price (·).',
    );
  });

  it.each([
    [['movers', '--sparkline'], 'movers has nothing that goes on in time'],
    [['daily-range', '--sparkline', '--format', 'csv'], '--sparkline is drawn under a table on stdout'],
  ])('%j is refused', async (args, says) => {
    const { code, stderr, stdout } = await tickerlake(['query', ...args], { cwd });
    expect(stderr).toContain(says);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('help has bold titles and is as wide as the terminal', async () => {
    const { shown } = await onTerminal(['query', '--help'], { columns: 100 });
    expect(shown).toContain(`${ESC}1mOptions:${ESC}22m`);
    expect(shown).toContain(`${ESC}1mExamples:${ESC}22m`);
    const text = shown.split('Examples:')[0] ?? '';
    expect(longest(text)).toBeLessThanOrEqual(100);
    expect(longest(text)).toBeGreaterThan(80);
  });

  it('an empty answer is a sentence', async () => {
    const { shown } = await onTerminal(['query', 'movers', '--from', '2027-01-01'], { cwd });
    expect(shown).toBe('Nothing in the lake answers this: it holds bars from 2026-11-19 to 2026-11-20.\n');
    expect((await onTerminal(['sql', 'SELECT 1 WHERE false'], { cwd })).shown).toBe('No rows.\n');
  });
});

describe('in a pipe', () => {
  it('there is no colour and no line is cut, unless colours are forced', async () => {
    const plain = await tickerlake(['query', 'movers'], { cwd });
    expect(plain.stdout).not.toContain(ESC);
    const forced = await tickerlake(['query', 'movers'], { cwd, env: { FORCE_COLOR: '1' } });
    expect(forced.stdout).toContain(`${ESC}32m`);
    expect(stripVTControlCharacters(forced.stdout).replaceAll(/ +$/gm, '')).toBe(plain.stdout);
    const csv = await tickerlake(['query', 'movers', '--format', 'csv'], { cwd, env: { FORCE_COLOR: '1' } });
    expect(csv.stdout).not.toContain(ESC);
    const help = await tickerlake(['query', '--help']);
    expect(help.stdout).not.toContain(ESC);
  });
});
