import { beforeAll, describe, expect, it } from 'vitest';
import {
  type BarScopeOptions,
  dailyRange,
  forexRange,
  highestHourlyHigh,
  latestBars,
  latestNews,
  type LogScopeOptions,
  missingMinutes,
  movers,
  movesWithNews,
  type Question,
  recordCounts,
  resample,
} from '../src/index.ts';
import { tables } from '@tickerlake/record-schema';
import { tokenise } from '../src/sql/tokens.ts';
import { loadTrinoGrammar, type TrinoGrammar } from './trino-grammar.ts';

let grammar: TrinoGrammar;
beforeAll(async () => {
  grammar = await loadTrinoGrammar();
}, 60_000);

const SCOPES: Record<string, BarScopeOptions> = {
  'one company and day': { symbols: ["O'NEIL"], from: '2024-11-29', to: '2024-11-29' },
  'every company, two years': { from: '2024-01-01', to: '2025-12-31' },
  'one interval, extended hours': {
    symbols: ['AAPL', 'DDOG'],
    from: '2024-11-01',
    to: '2024-11-04',
    interval: '5m',
    extendedHours: true,
  },
  'the simulated market': { from: '2024-11-29', to: '2024-11-29', market: 'simulated' },
  'the real market': { from: '2024-11-29', to: '2024-11-29', market: 'real' },
  'a weekend': { from: '2024-11-02', to: '2024-11-03' },
};
const now = () => Date.parse('2024-12-01T00:00:00Z');

const questionsOf = (scope: BarScopeOptions): Question<unknown>[] => {
  const { extendedHours: _extendedHours, ...sessions } = scope;
  return [
    highestHourlyHigh(scope),
    dailyRange(scope),
    resample({ ...scope, everyMinutes: 15 }),
    latestBars({ ...scope, count: 3 }),
    movers({ ...scope, limit: 10 }),
    movers({ ...scope, per: 'range' }),
    missingMinutes({ ...sessions, now }),
    movesWithNews(scope),
    movesWithNews({ ...scope, windowMinutes: 1, beforeMinutes: 0, afterMinutes: 0, limit: 5 }),
  ];
};

const LOG_SCOPES: Record<string, LogScopeOptions> = {
  'one day': { from: '2024-11-29', to: '2024-11-29' },
  'from a day on, the simulated market': { from: '2024-11-29', market: 'simulated' },
  'up to a day, the real market': { to: '2024-11-29', market: 'real' },
  'the whole lake': {},
};

const LOG_CASES = Object.entries(LOG_SCOPES).flatMap(([scope, options]) => {
  const { market: _market, ...days } = options;
  const asked = [
    latestNews(options),
    latestNews({ ...days, symbols: ["O'NEIL", 'AAPL'], limit: 3 }),
    forexRange({ ...days, pairs: ['EURUSD', 'USDJPY'] }),
    forexRange({ ...options, per: 'hour' }),
    recordCounts(days),
  ];
  return asked.map((question: Question<unknown>) => [question.name, scope, question.compile()] as const);
});

const CASES = Object.entries(SCOPES).flatMap(([scope, options]) =>
  questionsOf(options).map((question) => [question.name, scope, question.compile()] as const),
);
const WITHOUT_RANGE = [highestHourlyHigh(), dailyRange(), latestBars(), movers(), movesWithNews()].map(
  (question) => [question.name, 'the whole lake', question.compile()] as const,
);

/** Functions of Athena engine version 3, https://trino.io/docs/current/functions.html; those are all that the questions need. */
const FUNCTIONS = new Set(
  [
    'abs floor nullif bit_count bitwise_left_shift bitwise_or_agg lpad',
    'bool_and coalesce count max max_by min min_by sum rank row_number',
    'array_distinct array_join arrays_overlap',
    'at_timezone date_add date_diff date_trunc day_of_week hour minute with_timezone sequence',
  ].flatMap((line) => line.split(' ')),
);
/** Words that stand before a parenthesis without being functions. */
const KEYWORDS = new Set(
  'and as by cast decimal from in join not on or over row then try_cast unnest values when where'.split(' '),
);

const calls = (sql: string): string[] => {
  const tokens = tokenise(sql);
  return tokens.filter(({ kind }, at) => kind === 'word' && tokens[at + 1]?.text === '(').map(({ text }) => text);
};

/** The clause that a token stands in, by the last of these words at its own depth or around it. */
function clauses(sql: string): { text: string; clause: string }[] {
  const starts = new Set(['select', 'from', 'on', 'where', 'by', 'having', 'values']);
  const stack = [''];
  return tokenise(sql).map(({ kind, text }) => {
    if (text === '(' && kind === 'symbol') stack.push(stack.at(-1) ?? '');
    if (text === ')' && kind === 'symbol') stack.pop();
    if (kind === 'word' && starts.has(text)) stack[stack.length - 1] = text;
    return { text, clause: stack.at(-1) ?? '' };
  });
}

it('the grammar tells Trino from other dialects', () => {
  expect(grammar.validate('SELECT a FROM t WHERE b = ? OFFSET 1 LIMIT 2')).toEqual([]);
  expect(grammar.validate('SELECT a FROM t LIMIT 2 OFFSET 1')).not.toEqual([]);
  expect(grammar.validate('SELECT a::bigint FROM t')).not.toEqual([]);
  expect(grammar.validate('SELECT a FROM t QUALIFY b = 1')).not.toEqual([]);
});

describe.each([...CASES, ...LOG_CASES, ...WITHOUT_RANGE])('%s of %s', (_name, _scope, { sql, parameters }) => {
  it('is Trino by the grammar', () => {
    expect(grammar.validate(sql)).toEqual([]);
  });

  it('calls only functions that Athena has', () => {
    expect(calls(sql).filter((word) => !FUNCTIONS.has(word) && !KEYWORDS.has(word))).toEqual([]);
  });

  it('has its values in WHERE only, in order', () => {
    const marks = clauses(sql).filter(({ text }) => text === '?');
    expect(marks.map(({ clause }) => clause)).toEqual(parameters.map(() => 'where'));
  });

  it('holds the day range against the partition, so that other days are not read', () => {
    for (const table of Object.keys(tables)) {
      const scans = sql.split(new RegExp(`from "${table}"`, 'i')).length;
      expect(sql.split(`"${table}"."dt" BETWEEN `), table).toHaveLength(scans);
    }
  });
});

it('keeps what users give out of the text, or quoted', () => {
  const evil = "x' OR '1'='1";
  for (const question of questionsOf({ symbols: [evil], from: '2024-11-29', to: '2024-11-29' })) {
    const { sql, parameters } = question.compile();
    expect(sql.replaceAll("'X'' OR ''1''=''1'", '')).not.toContain("X'");
    expect(parameters).toContain(evil.toUpperCase());
  }
  const { sql, parameters } = latestNews({ symbols: [evil] }).compile();
  expect(sql).not.toContain("X'");
  expect(parameters).toContain(evil.toUpperCase());
});

it('reads news of the days around a move, as far as news is asked for, whatever the clocks do there', () => {
  const newsDays = (options: object) => {
    const days = { from: '2024-11-04', to: '2024-11-08' };
    return movesWithNews({ ...days, ...options })
      .compile()
      .parameters.slice(-2);
  };
  expect(newsDays({})).toEqual(['2024-11-03', '2024-11-09']);
  expect(newsDays({ beforeMinutes: 0, afterMinutes: 0 })).toEqual(['2024-11-03', '2024-11-09']);
  expect(newsDays({ beforeMinutes: 1440, afterMinutes: 1440 })).toEqual(['2024-11-02', '2024-11-10']);
  expect(newsDays({ beforeMinutes: 10_080, afterMinutes: 10_080 })).toEqual(['2024-10-27', '2024-11-16']);
});

it('fits Athena with every company of the S&P 500 over the whole calendar', () => {
  const symbols = Array.from({ length: 500 }, (_, index) => `SYM${index}`);
  expect(highestHourlyHigh({ symbols }).compile().sql.length).toBeLessThan(262_144);
});

it('gives functions the types that Trino defines them for, which the grammar does not look at', () => {
  // A shift by a bigint, which minute() gives, does not exist: trino.io/docs/current/functions/bitwise.html
  expect(highestHourlyHigh().compile().sql).toContain('bitwise_left_shift(CAST(1 AS bigint), CAST(minute(');
});

it('says so when a question is too long for Athena', () => {
  const question = missingMinutes({ symbols: ['AAPL'], from: '1990-01-01', to: '2024-12-31', now });
  expect(() => question.compile()).toThrow('ask for fewer symbols or days at a time');
});
