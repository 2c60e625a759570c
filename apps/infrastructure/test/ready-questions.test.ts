import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as athenaQuery from '@tickerlake/athena-query';
import { formatNewYork } from '@tickerlake/market-calendar';
import { createSimulatedMarket, createSimulatedSource } from '@tickerlake/market-simulator';
import type { MarketRecord } from '@tickerlake/record-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTrinoGrammar, type TrinoGrammar } from '../../../libs/athena-query/test/trino-grammar.ts';
import { writeLake } from '../../../libs/athena-query/test/parquet-lake.ts';
import { readyQuestions } from '../src/ready-questions.ts';

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateNamedQuery.html */
const MAX_TEXT_BYTES = 262_144;
const questions = readyQuestions();
const named = questions.map((question) => [question.name, question] as const);

/**
 * What `tickerlake query NAME --sql` prints for those days. The command line's questions are asked for in a process of
 * its own: apps are never imported.
 */
async function questionsOfCommandLine(): Promise<Record<string, string>> {
  const program = `
    import { QUESTIONS } from './src/questions.ts';
    const texts = Object.entries(QUESTIONS).map(([name, { ask }]) => {
      const [from, to] = name === 'missing-minutes' ? ['2026-11-16', '2026-11-20'] : ['2026-01-01', '2030-12-31'];
      return [name, ask({ from, to, nowMs: Date.parse('2026-11-21'), ...(name === 'resample' && { every: 5 }) }).compile().sql];
    });
    process.stdout.write(JSON.stringify(Object.fromEntries(texts)));`;
  const command = ['--conditions=@tickerlake/source', '--input-type=module', '--eval', program];
  const cwd = join(import.meta.dirname, '../../analysis');
  return JSON.parse((await promisify(execFile)(process.execPath, command, { cwd })).stdout);
}

describe('the questions of the console', () => {
  let ofCommandLine: Record<string, string>;
  beforeAll(async () => {
    ofCommandLine = await questionsOfCommandLine();
  });

  it('are those of the command line, all of them', () => {
    expect(questions.map(({ name }) => name)).toEqual(Object.keys(ofCommandLine));
  });

  it('stay the same from synthesis to synthesis', () => {
    expect(readyQuestions()).toEqual(questions);
  });

  describe.each(named)('%s', (name, { sql, description }) => {
    it('fits into a named query and holds no placeholder', () => {
      expect(Buffer.byteLength(sql)).toBeLessThan(MAX_TEXT_BYTES);
      expect(sql.replaceAll(/--.*|'(?:[^']|'')*'|"(?:[^"]|"")*"/g, '')).not.toContain('?');
      expect(description.length).toBeLessThan(1024);
    });

    it('is the text of `tickerlake query --sql`, but for its days', () => {
      let at = 0;
      for (const part of ofCommandLine[name]?.split('?') ?? ['no such question']) {
        const found = sql.indexOf(part, at);
        expect(found).toBeGreaterThanOrEqual(at);
        at = found + part.length;
      }
      expect(at).toBe(sql.length);
    });
  });
});

describe('Trino', () => {
  let grammar: TrinoGrammar;
  beforeAll(async () => {
    grammar = await loadTrinoGrammar();
  });

  it.each(named)('reads %s', (_, { sql }) => {
    expect(grammar.validate(sql)).toEqual([]);
  });
});

describe('on a lake of ten days', () => {
  // Friday night in New York, and Saturday in UTC.
  const now = '2026-11-21 02:30:00+00';
  const nowMs = Date.parse(now);
  const days = { from: '2026-11-14', to: '2026-11-20' };
  let dir: string;
  let lake: athenaQuery.Lake;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'tickerlake-questions-'));
    await writeLake(dir, await recordsOf(nowMs));
    lake = await athenaQuery.openDuckDbLake({ dir });
  });
  afterAll(async () => {
    await lake.close();
    await rm(dir, { recursive: true });
  });

  it.each(named)('%s gives what the question asked for these seven days gives', async (name, { sql }) => {
    const asked = ASKED[name]?.(days);
    if (!asked) throw new Error(`No question is known for ${name}`);
    const { columns, rows } = await lake.sql(sql.replaceAll('now()', `TIMESTAMPTZ '${now}'`));
    const found = rows.map((row) =>
      asked.decode(Object.fromEntries(columns.map((column, index) => [column.name, row[index] ?? null]))),
    );
    const expected = await lake.ask(asked);
    expect(found).toEqual(expected);
    if (name !== 'missing-minutes') expect(expected.length).toBeGreaterThan(0);
  });
});

interface Days {
  readonly from: string;
  readonly to: string;
}
const ASKED: Readonly<Record<string, (days: Days) => athenaQuery.Question<unknown>>> = {
  'highest-hourly-high': (days) => athenaQuery.highestHourlyHigh(days),
  'daily-range': (days) => athenaQuery.dailyRange(days),
  resample: (days) => athenaQuery.resample({ ...days, everyMinutes: 5 }),
  'latest-bars': (days) => athenaQuery.latestBars(days),
  'missing-minutes': () => athenaQuery.missingMinutes({ from: '2026-11-16', to: '2026-11-20' }),
  movers: (days) => athenaQuery.movers(days),
  'moves-with-news': (days) => athenaQuery.movesWithNews(days),
  'latest-news': (days) => athenaQuery.latestNews(days),
  'forex-range': (days) => athenaQuery.forexRange(days),
  'record-counts': (days) => athenaQuery.recordCounts(days),
};

/** Bars, news and rates of ten days, the first three of which no question of seven days reads. */
async function recordsOf(nowMs: number): Promise<MarketRecord[]> {
  const window = { fromMs: nowMs - 10 * 86_400_000, toMs: nowMs };
  const symbols = ['META', 'DDOG'];
  const { bars } = await createSimulatedSource({ seed: 1, now: () => nowMs }).fetchBars({
    ...window,
    symbols,
    interval: '30m',
  });
  const market = createSimulatedMarket({ seed: 1 });
  const rates = Array.from({ length: 10 * 24 }, (_, hour): MarketRecord => {
    const ts = formatNewYork(window.fromMs + hour * 3_600_000);
    return { kind: 'forex', name: 'EURUSD', ts, bid: 1 + hour / 1000, ask: 1.001 + hour / 1000 };
  });
  return [...bars, ...market.news({ ...window, symbols }), ...rates];
}
