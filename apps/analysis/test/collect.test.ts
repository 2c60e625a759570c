import { join } from 'node:path';
import { formatNewYork, newYorkHour, sessionOn } from '@tickerlake/market-calendar';
import {
  startYahooStandIn,
  testData,
  testDataNote,
  type YahooStandIn,
  type YahooStandInOptions,
} from '@tickerlake/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readCsv, temporaryFolder, tickerlake } from './command.ts';

/** The ten companies by the symbols that they had in 2020 and 2021. */
const OLD_SYMBOLS = 'FB,SHOP,BYND,NFLX,PINS,SQ,TTD,OKTA,SNAP,DDOG';
const ASK = ['query', 'highest-hourly-high', '--format', 'csv'];
const COUNT = ['sql', 'SELECT count(*) AS bars FROM bars', '--format', 'csv'];

async function standIn(options: YahooStandInOptions): Promise<YahooStandIn> {
  const yahoo = await startYahooStandIn(options);
  onTestFinished(() => yahoo.close());
  return yahoo;
}

const day = (date: string, interval: string, symbols: string): string[] => [
  'collect',
  '--date',
  date,
  '--interval',
  interval,
  '--symbols',
  symbols,
];

interface Chart {
  readonly timestamp: number[];
  readonly indicators: { readonly quote: [{ readonly high: (number | null)[] }] };
}

/** The answer, worked out from the source's own words by the plainest code there is. */
async function expectedHighs(url: string, symbols: readonly string[], date: string): Promise<string[]> {
  const session = sessionOn(date);
  if (session === undefined) throw new Error(`${date} is no session`);
  const lines: string[] = [];
  for (const symbol of symbols.toSorted()) {
    const query = `period1=${session.openMs / 1000}&period2=${session.closeMs / 1000}&interval=1m`;
    const body = (await (await fetch(`${url}/v8/finance/chart/${symbol}?${query}`)).json()) as {
      chart: { result: [Chart] };
    };
    const { timestamp, indicators } = body.chart.result[0];
    const bars = timestamp
      .map((second, index) => ({ ms: second * 1000, high: indicators.quote[0].high[index] ?? null }))
      .filter(({ ms, high }) => high !== null && ms >= session.openMs && ms < session.closeMs);
    for (const hour of new Set(bars.map(({ ms }) => newYorkHour(ms)))) {
      const ofHour = bars.filter(({ ms }) => newYorkHour(ms) === hour);
      const top = Math.max(...ofHour.map(({ high }) => high ?? 0));
      for (const { ms } of ofHour.filter(({ high }) => high === top)) {
        lines.push(`${symbol},${date},${String(hour).padStart(2, '0')},${top},${formatNewYork(ms)}`);
      }
    }
  }
  return lines;
}

describe('collect', () => {
  const symbols = ['AAPL', 'MSFT', 'DDOG'];
  const date = '2026-11-20';

  it('answers with what the source said, bar for bar', async () => {
    const { url } = await standIn({ generated: 'any' });
    const lake = join(await temporaryFolder(), 'lake');
    const collected = await tickerlake([...day(date, '1m', symbols.join(',')), '--lake', lake], {
      env: { TICKERLAKE_YAHOO_URL: url },
    });
    expect(collected.code, collected.stderr).toBe(0);
    const { stdout } = await tickerlake([...ASK, '--lake', lake]);
    expect(stdout.trimEnd().split('\n').slice(1)).toEqual(await expectedHighs(url, symbols, date));
  });

  it('gives the same answer when Yahoo throttles, the stream refuses and the process is killed on the way', async () => {
    const { url } = await standIn({ generated: 'any', faults: { first: 'rate-limited' } });
    const expected = await expectedHighs((await standIn({ generated: 'any' })).url, symbols, date);
    const lake = join(await temporaryFolder(), 'lake');
    const command = [...day(date, '1m', symbols.join(',')), '--lake', lake, '--faults', 'reject=0.4,reset=0.1,seed=3'];
    const env = { TICKERLAKE_YAHOO_URL: url };
    for (const killAfterMs of [400, 700, 1000, 1300]) await tickerlake(command, { env, killAfterMs });
    const collected = await tickerlake(command, { env });
    expect(collected.code, collected.stderr).toBe(0);
    const { stdout } = await tickerlake([...ASK, '--lake', lake]);
    expect(stdout.trimEnd().split('\n').slice(1)).toEqual(expected);
  });

  it('keeps the others when one symbol is unknown, lists it and ends with 3', async () => {
    const { url } = await standIn({ generated: ['AAPL'] });
    const lake = join(await temporaryFolder(), 'lake');
    const collected = await tickerlake([...day(date, '5m', 'AAPL,NOSUCH'), '--lake', lake], {
      env: { TICKERLAKE_YAHOO_URL: url },
    });
    expect(collected.code, collected.stderr).toBe(3);
    expect(collected.stderr).toMatch(/^NOSUCH: .+/m);
    const { stdout } = await tickerlake([...ASK, '--lake', lake]);
    expect(new Set(readCsv(stdout).map(({ name }) => name))).toEqual(new Set(['AAPL']));
  });
});

describe.skipIf(testData === undefined)(`collect, on real prices${testDataNote}`, () => {
  const charts = join(testData ?? '', 'yahoo-chart');

  it.each([
    { date: '2020-05-14', interval: '1m', bars: 3844, rows: 82, faults: [] },
    { date: '2021-11-30', interval: '5m', bars: 780, rows: 70, faults: [] },
    { date: '2020-05-14', interval: '1m', bars: 3844, rows: 82, faults: ['--faults', 'reject=0.4,seed=7'] },
  ])(
    'gives $bars bars of $date by their old names, and $rows rows $faults',
    async ({ date, interval, bars, rows, faults }) => {
      const throttled = faults.length > 0;
      const yahoo = await standIn({ charts, ...(throttled && { faults: { first: 'rate-limited' } }) });
      const lake = join(await temporaryFolder(), 'lake');
      const collected = await tickerlake([...day(date, interval, OLD_SYMBOLS), '--lake', lake, ...faults], {
        env: { TICKERLAKE_YAHOO_URL: yahoo.url },
      });
      expect(collected.code, collected.stderr).toBe(0);
      expect((await tickerlake([...COUNT, '--lake', lake])).stdout).toBe(`bars\n${bars}\n`);
      const answer = readCsv((await tickerlake([...ASK, '--lake', lake])).stdout);
      expect(answer).toHaveLength(rows);
      expect(new Set(answer.map(({ name }) => name))).toEqual(new Set(OLD_SYMBOLS.split(',')));
    },
  );
});
