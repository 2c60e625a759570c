import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { BenchResult } from '@tickerlake/testing';

const PROGRAM = resolve(import.meta.dirname, '../bin/tickerlake.js');
/** Market minutes; at 60 times the market's speed as many seconds. */
const MINUTES = 30;
/** What the log pipe's mapping waits for company; a record waits half of it on average, at most all of it. */
const WINDOW_MS = 2_000;

/** From the market to the notice of the stored object, at 60 times the market's speed, ten companies and six pairs. */
export async function bench(): Promise<BenchResult[]> {
  const dir = await mkdtemp(join(tmpdir(), 'tickerlake-bench-'));
  const played = ['feed', '--date', '2026-11-20', '--minutes', String(MINUTES), '--speed', '60', '--lake', dir];
  try {
    const child = spawn(process.execPath, [PROGRAM, ...played], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [, median, p99] = /median ([\d.]+) s, 99% within ([\d.]+) s/.exec(await text(child.stdout)) ?? [];
    if (median === undefined || p99 === undefined) throw new Error('The feed told no lag: run it by hand.');
    const lag = (name: string, seconds: string, peer: string, peerValue: number): BenchResult => ({
      name: `from the market to the notice at 60× speed, ${name}`,
      value: Number(seconds) * 1_000,
      unit: 'ms',
      peer,
      peerValue,
    });
    return [
      lag('median', median, 'half the window in which the log pipe collects', WINDOW_MS / 2),
      lag('99th percentile', p99, 'that window', WINDOW_MS),
    ];
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
