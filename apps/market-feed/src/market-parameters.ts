import * as z from 'zod/mini';
import { POSITION_ALLOWED, POSITION_PATTERN } from './event-position.ts';
import { INSTANT_ALLOWED, INSTANT_PATTERN, readInstant } from './instant.ts';
import { EVENT_KINDS } from './market.ts';
import { integerParameter, listParameter, textParameter } from './parameters.ts';

/** Records that an answer holds at most. */
const MAX_RECORDS = 5_000;
const DEFAULT_RECORDS = 1_000;

const instantSchema = (edge: 'start' | 'end') =>
  z.optional(
    z.pipe(
      z.string().check(
        z.regex(INSTANT_PATTERN),
        z.refine((text) => readInstant(text, edge) !== undefined),
      ),
      z.transform((text) => readInstant(text, edge) ?? Number.NaN),
    ),
  );

export const fromParameter = (otherwise: string) =>
  textParameter(
    {
      in: 'query',
      name: 'from',
      description: `First instant, included. A New York date is its first midnight. Default: ${otherwise}.`,
      allowed: INSTANT_ALLOWED,
    },
    instantSchema('start'),
  );

export const toParameter = textParameter(
  {
    in: 'query',
    name: 'to',
    description:
      'Last instant, excluded. A New York date is included whole. What lies after market time has not happened and is not shown. Default: market time.',
    allowed: INSTANT_ALLOWED,
  },
  instantSchema('end'),
);

export const limitParameter = integerParameter(
  {
    in: 'query',
    name: 'limit',
    description: 'Records in the answer at most; where there are more, next is the address of the following ones.',
    allowed: `a whole number, 1–${MAX_RECORDS}; to get more, follow next`,
  },
  z.optional(z.int().check(z.gte(1), z.lte(MAX_RECORDS))),
);

export const limitOf = (limit: number | undefined): number => limit ?? DEFAULT_RECORDS;

export const afterParameter = textParameter(
  {
    in: 'query',
    name: 'after',
    description: 'Only what comes after this event: its id, or milliseconds since 1970 UTC.',
    allowed: POSITION_ALLOWED,
  },
  z.optional(z.string().check(z.regex(POSITION_PATTERN))),
);

const someOf = (name: string, all: readonly string[], description: string) =>
  listParameter(
    { in: 'query', name, description, allowed: `some of ${all.join(', ')}, with commas between` },
    z.optional(z.array(z.enum(all)).check(z.minLength(1))),
  );

export const symbolsParameter = (symbols: readonly string[]) =>
  someOf('symbols', symbols, 'Companies. Default: all, and stories about the market as a whole');
export const pairsParameter = (pairs: readonly string[]) => someOf('pairs', pairs, 'Currency pairs. Default: all');
export const kindsParameter = listParameter(
  {
    in: 'query',
    name: 'kinds',
    description: 'Kinds of events',
    allowed: `some of ${EVENT_KINDS.join(', ')}, with commas between`,
  },
  z.prefault(z.array(z.enum(EVENT_KINDS)).check(z.minLength(1)), [...EVENT_KINDS]),
);

export const symbolParameter = (symbols: readonly string[]) =>
  textParameter(
    { in: 'path', name: 'symbol', description: 'Company', allowed: `one of ${symbols.join(', ')}` },
    z.enum(symbols),
  );
