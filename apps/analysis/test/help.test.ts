import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROGRAM, tickerlake } from './command.ts';
import { startDeployedWorld } from './deployed-world.ts';
import { wholeProgram } from './whole-program.ts';

const COMMANDS = wholeProgram().commands.map((command) => command.name());

let home: string;
let env: Record<string, string>;
const closing: (() => unknown)[] = [];

/** A home with a week of a lake, a download and the command, and a world that answers it. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tickerlake-help-'));
  closing.push(() => rm(home, { recursive: true, force: true }));
  await tickerlake(
    ['collect', '--source', 'simulated', '--from', '2026-11-16', '--to', '2026-11-20', '--symbols', 'DDOG,META'],
    { cwd: home },
  );
  await mkdir(join(home, 'downloads/my-bucket'), { recursive: true });
  const bar = { name: 'SHOP', ts: '2020-05-14 09:30:00-04:00', high: 2, low: 1, interval: '1m' };
  await writeFile(join(home, 'downloads/my-bucket/records'), JSON.stringify(bar));
  await mkdir(join(home, 'bin'));
  await writeFile(join(home, 'bin/tickerlake'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
  await chmod(join(home, 'bin/tickerlake'), 0o755);
  const world = await startDeployedWorld(home);
  closing.push(() => world.close());
  env = { ...world.env, PATH: [join(home, 'bin'), process.env['PATH']].join(delimiter), HOME: home };
}, 120_000);

afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

/** Types a line into a shell at home; a page that opens is looked at for a moment. */
async function typed(line: string): Promise<{ code: number | null; output: string }> {
  const shell = spawn('bash', ['-c', line], { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('(Ctrl-C ends it)') && shell.pid !== undefined) process.kill(-shell.pid, 'SIGINT');
    });
  }
  const code = await new Promise<number | null>((ended) => shell.once('close', ended));
  return { code, output };
}

const examplesIn = (help: string): string[] =>
  (/\nExamples?:\n([^]*)$/.exec(help)?.[1] ?? '').split('\n').flatMap((line) => line.trim() || []);

describe('the examples of --help run as they stand', { timeout: 120_000 }, () => {
  it.each(COMMANDS)('%s', async (name) => {
    const { stdout, stderr, code } = await tickerlake([name, '--help']);
    expect([code, stderr]).toEqual([0, '']);
    const examples = examplesIn(stdout);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      expect(example).toMatch(new RegExp(`\\btickerlake ${name}\\b`));
      const ran = await typed(example);
      expect(ran.code, `${example}\n${ran.output}`).toBe(0);
      expect(ran.output).not.toBe('');
    }
  });
});

describe('what is misspelt', () => {
  it.each([
    ['qury', 'Did you mean query?'],
    ['query moovers', 'Did you mean movers?'],
    ['query', 'See "tickerlake query --help".'],
    ['query movers --fromat csv', 'Did you mean --format?'],
    ['query movers --format cvs', 'Did you mean csv?'],
    ['query movers --engine athna', 'Did you mean athena?'],
    ['query movers --interval 5min', 'Did you mean 5m?'],
    ['collect --source yahho', 'Did you mean yahoo?'],
    ['query forex-range --per houre', 'Did you mean hour?'],
  ])('%s: %s', async (line, says) => {
    const { code, stdout, stderr } = await tickerlake(line.split(' '));
    expect(stderr).toContain(says);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('a symbol that the lake does not know is told, with the one that was meant', async () => {
    const one = await tickerlake(['query', 'movers', '--symbols', 'DDGO,META'], { cwd: home });
    expect(one.stderr).toBe('The lake ./lake holds no bars of DDGO. Did you mean DDOG?\n');
    expect(one.stdout).toContain('META');
    const other = await tickerlake(['query', 'movers', '--symbols', 'NVDA'], { cwd: home });
    expect(other.stdout).toMatch(/^The lake \.\/lake holds no bars of NVDA: it knows [A-Z, ]*DDOG, META[A-Z, ]*\.\n$/);
    expect(other.code).toBe(0);
  });

  it('a symbol that the lake knows and the answer leaves out is nothing to tell of', async () => {
    const asked = ['query', 'movers', '--symbols', 'DDOG,META', '--limit', '1'];
    expect((await tickerlake(asked, { cwd: home })).stderr).toBe('');
  });
});
