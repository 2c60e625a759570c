import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BAR_INTERVALS } from '@tickerlake/record-schema';
import { QUESTION_NAMES } from '../src/questions.ts';
import { tickerlake } from './command.ts';
import { wholeProgram } from './whole-program.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];
const found = (shell: Shell): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

let cwd: string;
const scripts = new Map<Shell, string>();

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'tickerlake-completion-'));
  for (const folder of ['lakes', 'lakes/one', 'my lake']) await mkdir(join(cwd, folder));
  await writeFile(join(cwd, 'large.json'), '');
  for (const shell of SHELLS) {
    const { code, stdout, stderr } = await tickerlake(['completion', shell]);
    expect([code, stderr]).toEqual([0, '']);
    scripts.set(shell, stdout);
    await writeFile(join(cwd, shell), stdout);
  }
});
afterAll(() => rm(cwd, { recursive: true }));

const run = (shell: Shell, code: string, ...args: readonly string[]): string => {
  const { stdout, stderr } = spawnSync(shell, ['-c', code, shell, ...args], { cwd, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout;
};
const sorted = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .toSorted();

/** As readline asks bash: `=` is a word of its own. */
const bash = (...words: readonly string[]): string[] =>
  sorted(
    run(
      'bash',
      'source ./bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); $(complete -p tickerlake | sed "s/.*-F \\([^ ]*\\).*/\\1/"); printf "%s\\n" "${COMPREPLY[@]}"',
      'tickerlake',
      ...words,
    ),
  );

/** As fish itself answers, without its descriptions. */
const fish = (...words: readonly string[]): string[] =>
  sorted(
    run('fish', 'source ./fish; complete -C "$argv[2]"', ['tickerlake', ...words].join(' ').replaceAll(' = ', '=')),
  )
    .map((line) => line.split('\t')[0] ?? '')
    .filter((word) => !['bash', 'fish', 'zsh'].includes(word));

const program = wholeProgram();
const optionsOf = (name: string): string[] =>
  (program.commands.find((command) => command.name() === name)?.options ?? []).flatMap(({ long }) => long ?? []);

it('bash is on this machine wherever all must be tried', () => {
  expect(found('bash') || process.env['CI'] === undefined).toBe(true);
});

describe.each([
  ['bash', bash],
  ['fish', fish],
] as const)('%s', (shell, complete) => {
  // A shell that is not installed is not asked: its script is still printed, above.
  const test = it.runIf(found(shell));

  test('completes every command', () => {
    const names = program.commands.map((command) => command.name());
    expect(complete('')).toEqual(expect.arrayContaining([...names, 'help']));
    expect(complete('re')).toEqual(['replay', 'report']);
  });

  test('completes every option of every command', () => {
    for (const name of ['query', 'serve', 'cost'])
      expect(complete(name, '--')).toEqual(expect.arrayContaining([...optionsOf(name), '--help']));
    expect(complete('query', '--mo')).toEqual([]);
  });

  test('completes questions, once', () => {
    expect(complete('query', '')).toEqual(expect.arrayContaining([...QUESTION_NAMES]));
    expect(complete('query', '--limit', '3', 'mov')).toEqual(['movers', 'moves-with-news']);
    expect(complete('query', 'movers', 'dai')).toEqual([]);
  });

  test('completes the words that an option takes', () => {
    expect(complete('query', '--format', '')).toEqual(['csv', 'json', 'jsonl', 'parquet', 'table']);
    expect(complete('status', '--format', 'j')).toEqual(['json', 'jsonl']);
    expect(complete('query', 'movers', '--engine', 'a')).toEqual(['athena']);
    expect(complete('collect', '--interval', '')).toEqual([...BAR_INTERVALS].toSorted());
    expect(complete('query', '--limit', '')).toEqual([]);
  });

  test('completes folders for a lake and files for an output', () => {
    expect(complete('query', '--lake', 'la').map((path) => path.replace(/\/$/, ''))).toEqual(['lakes']);
    expect(complete('query', '--output', 'la').map((path) => path.replace(/\/$/, ''))).toEqual(['lakes', 'large.json']);
    expect(complete('import', 'lar')).toEqual(['large.json']);
  });
});

// Zsh completes on a terminal only, where a test would have to read its drawings: what it is told is looked at instead.
describe('zsh', () => {
  it.runIf(found('zsh'))('reads its script without a slip in it', () => {
    expect(spawnSync('zsh', ['-n', join(cwd, 'zsh')], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  it('is told every command, every option, and what they take', () => {
    const script = scripts.get('zsh') ?? '';
    for (const command of program.commands) {
      const [, told = ''] = script.split(`        ${command.name()}) _arguments`);
      const own = told.split(';;')[0] ?? '';
      for (const { long, short } of command.options) expect(own).toContain(short ? `{${short},${long}}` : `'${long}`);
      expect(script).toContain(`'${command.name()}:`);
    }
    expect(script).toContain(`'1:argument:(${QUESTION_NAMES.join(' ')})'`);
    expect(script).toContain("'--lake=[folder of the lake]:value:_files -/'");
    expect(script).toContain(":value:(table csv json jsonl parquet)'");
  });
});

describe.runIf(found('bash'))('bash', () => {
  it('completes what stands behind an equals sign', () => {
    expect(bash('query', '--format', '=', 'pa')).toEqual(['parquet']);
    expect(bash('query', '--format', '=')).toHaveLength(5);
    expect(bash('query', '--format', '=', 'csv', 'mover')).toEqual(['movers']);
  });

  it('keeps a folder with a blank in one piece, and passes over what nothing is known of', () => {
    expect(bash('query', '--lake', 'my')).toEqual(['my lake']);
    expect(bash('sql', 'SELECT')).toEqual([]);
    expect(bash('nonsense', '')).toEqual([]);
  });

  it('reads a script without a slip in it', () => {
    expect(spawnSync('bash', ['-n'], { input: scripts.get('bash'), encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });
});
