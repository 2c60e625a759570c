import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openDuckDbLake } from '@tickerlake/athena-query';
import { fromNewYork } from '@tickerlake/market-calendar';
import { createSimulatedMarket, DEFAULT_PAIRS, DEFAULT_SYMBOLS, eventKey } from '@tickerlake/market-simulator';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, tickerlake } from './command.ts';

const DATE = '2026-11-20';

/** The records that the feed is to make on a day, by the keys that tell them apart: the simulator's own word. */
function expectedKeys(fromMs: number, toMs: number): Set<string> {
  const window = { symbols: DEFAULT_SYMBOLS, pairs: DEFAULT_PAIRS, fromMs, toMs };
  return new Set(Array.from(createSimulatedMarket({ seed: 1 }).events(window), eventKey));
}

/** The keys of what the lake's files hold. */
async function storedKeys(dir: string): Promise<Set<string>> {
  const lake = await openDuckDbLake({ dir });
  try {
    const { rows } = await lake.sql(`
      SELECT epoch_ms(ts) AS ms, 'quote' AS kind, name FROM quotes
      UNION ALL SELECT epoch_ms(ts), 'forex', name FROM forex
      UNION ALL SELECT epoch_ms(ts), 'news', id FROM news`);
    return new Set(rows.map(([ms, kind, name]) => `${String(ms)}-${String(kind)}-${String(name)}`));
  } finally {
    await lake.close();
  }
}

const midnight = fromNewYork(DATE);
const opening = fromNewYork(DATE, 9, 30);

/** How often it kills: for ever would leave a slow machine no time between two. */
const KILLS = 12;

/** Kills a function of a pipeline with SIGKILL, whatever it is at, at random moments. */
class Killer {
  readonly #mark: string;
  readonly #name: string;
  #timer: NodeJS.Timeout | undefined;
  #kills = 0;

  constructor(lake: string, name: string) {
    this.#mark = lake;
    this.#name = `AWS_LAMBDA_FUNCTION_NAME=${name}\0`;
    this.#wait();
  }

  stop(): number {
    clearTimeout(this.#timer);
    return this.#kills;
  }

  #wait(): void {
    if (this.#kills < KILLS) this.#timer = setTimeout(() => this.#kill(), 200 + Math.random() * 1_000);
  }

  #kill(): void {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      if (!this.#isVictim(pid)) continue;
      process.kill(Number(pid), 'SIGKILL');
      this.#kills += 1;
    }
    this.#wait();
  }

  /** A process that ends meanwhile has no environment any more. */
  #isVictim(pid: string): boolean {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'latin1');
      return environment.includes(this.#name) && environment.includes(this.#mark);
    } catch {
      return false;
    }
  }
}

describe('feed', () => {
  it('brings every record of a day to readers exactly once, and says so', async () => {
    const lake = join(await temporaryFolder(), 'lake');
    const { code, stdout, stderr } = await tickerlake(['feed', '--date', DATE, '--speed', '7200', '--lake', lake]);
    expect(code, stdout + stderr).toBe(0);
    const expected = expectedKeys(midnight, fromNewYork(DATE, 24));
    expect(stdout).toContain(`${expected.size.toLocaleString('en-US')} log records made`);
    expect(stdout).toContain('difference 0.');
    expect(stdout).toContain('a notice for every object, and every object reads back with its checksum.');
    expect(await storedKeys(lake)).toEqual(expected);
    const bars = await tickerlake(['sql', 'SELECT count(*) AS n FROM bars', '--lake', lake, '--format', 'csv']);
    expect(bars.stdout).toBe('n\n3900\n');
    expect((await readdir(lake)).filter((folder) => folder === 'quarantine')).toEqual([]);
  });

  it.runIf(existsSync('/proc/self/environ'))(
    'does so while the processor is killed at random moments, sends fail and messages come twice',
    async () => {
      const lake = join(await temporaryFolder(), 'lake');
      const faults = 'kill=0.3,reject=0.05,duplicate=0.2';
      const played = ['feed', '--date', DATE, '--minutes', '390', '--speed', '1200', '--lake', lake];
      const killer = new Killer(lake, 'processor');
      const { code, stdout, stderr } = await tickerlake([...played, '--faults', faults]);
      expect(killer.stop()).toBeGreaterThanOrEqual(10);
      expect(code, stdout + stderr).toBe(0);
      expect(stdout).toMatch(/function processes were killed on purpose/);
      expect(await storedKeys(lake)).toEqual(expectedKeys(opening, opening + 390 * 60_000));
    },
  );

  it('goes on after the whole program was killed', async () => {
    const lake = join(await temporaryFolder(), 'lake');
    const played = ['feed', '--date', DATE, '--minutes', '120', '--speed', '1200', '--lake', lake];
    for (const killAfterMs of [2_500, 4_000]) expect((await tickerlake(played, { killAfterMs })).code).toBe(null);
    const { code, stdout, stderr } = await tickerlake(played);
    expect(code, stdout + stderr).toBe(0);
    expect(await storedKeys(lake)).toEqual(expectedKeys(opening, opening + 120 * 60_000));
  });

  it.each([
    [['--date', '2999-01-01'], 'has not begun yet'],
    [['--date', '2026-13-01'], 'YYYY-MM-DD'],
    [['--pairs', 'EURO'], '--pairs takes currency pairs'],
    [['--speed', '0'], '--speed takes a number from 1'],
    [['--faults', 'kil=1'], '--faults takes shares'],
  ])('says what is wrong with %j', async (args, said) => {
    const cwd = await temporaryFolder();
    const { code, stdout, stderr } = await tickerlake(['feed', ...args], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
    expect(await readdir(cwd)).toEqual([]);
  });

  it('says which currency pairs there are', async () => {
    const cwd = await temporaryFolder();
    const { code, stderr } = await tickerlake(['feed', '--pairs', 'EURXXX', '--date', DATE], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('EURXXX');
    expect(stderr).toContain('USDJPY');
  });
});
