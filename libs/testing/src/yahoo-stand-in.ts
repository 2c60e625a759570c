import type { IncomingMessage, ServerResponse } from 'node:http';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';
import {
  type Answer,
  answerFor,
  chartAnswer,
  refusalByClock,
  type Reply,
  unknownSymbol,
  type YahooFault,
} from './yahoo-stand-in-answers.ts';
import type { ChartQuery } from './yahoo-stand-in-chart.ts';
import { generateChart } from './yahoo-stand-in-market.ts';
import { recordedChart } from './yahoo-stand-in-recordings.ts';

/** Which requests are answered wrongly, and how. The most particular entry wins: `nth`, `symbols`, then `first`. */
export interface YahooFaultPlan {
  /** Answers every symbol's first request, as Yahoo does to a newcomer it throttles. */
  readonly first?: YahooFault;
  /** Answers the n-th chart request of all (1 is the first). */
  readonly nth?: Readonly<Record<number, YahooFault>>;
  /** Answers a symbol's requests: a list is used up one by one and then answered rightly, a single fault for ever. */
  readonly symbols?: Readonly<Record<string, YahooFault | readonly YahooFault[]>>;
}

export interface YahooStandInOptions {
  /** Folder of `<SYMBOL>.<interval>.json` v8 responses, served cut to the asked window. @default none */
  readonly charts?: string;
  /**
   * Symbols whose charts are made up, `'any'` for all that are well formed. Other symbols that have no recording are
   * unknown. @default 'any' without a `charts` folder, else none
   */
  readonly generated?: readonly string[] | 'any';
  /**
   * The market's clock. With it Yahoo's rules apply (1m: the last 30 days, 7 a request; 2m–30m: 60 days; 1h: 730), no
   * row starts later than now, and the newest row is the live quote. @default no clock: any range is served
   */
  readonly now?: () => number;
  readonly faults?: YahooFaultPlan;
}

/** One chart request as it came. */
export interface YahooRequest extends ChartQuery {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** The status that was answered, or what was done instead. */
  readonly answer: number | 'hang' | 'reset' | 'truncated';
}

export interface YahooStandIn extends LoopbackServer {
  /** Every chart request so far, in the order in which they came. */
  readonly requests: readonly YahooRequest[];
  /** How many requests it keeps waiting at this moment (fault `hang`). */
  readonly hanging: () => number;
}

const CHART_PATH = /^\/v8\/finance\/chart\/([^/?]+)$/u;

function readQuery(url: URL): ChartQuery | undefined {
  const symbol = CHART_PATH.exec(url.pathname)?.[1];
  if (symbol === undefined) return undefined;
  return {
    symbol: decodeURIComponent(symbol).toUpperCase(),
    fromSeconds: Number(url.searchParams.get('period1') ?? 0),
    toSeconds: Number(url.searchParams.get('period2') ?? 0),
    interval: url.searchParams.get('interval') ?? '1d',
    // What Yahoo takes when the parameter is left out.
    includePrePost: url.searchParams.get('includePrePost') !== 'false',
  };
}

const isList = (own: YahooFault | readonly YahooFault[] | undefined): own is readonly YahooFault[] =>
  Array.isArray(own);

/** Chooses the fault of each request; counts requests, so one plan serves one server. */
function createFaultPlanner(plan: YahooFaultPlan): (symbol: string) => YahooFault | undefined {
  const seen = new Map<string, number>();
  let total = 0;
  return (symbol) => {
    const index = seen.get(symbol) ?? 0;
    seen.set(symbol, index + 1);
    total += 1;
    const own = plan.symbols?.[symbol];
    const planned = isList(own) ? own[index] : own;
    return plan.nth?.[total] ?? planned ?? (index === 0 ? plan.first : undefined);
  };
}

function truthfulAnswer(query: ChartQuery, options: YahooStandInOptions): Reply {
  const nowSeconds = options.now && Math.floor(options.now() / 1000);
  const refusal = nowSeconds === undefined ? undefined : refusalByClock(query, nowSeconds);
  if (refusal) return refusal;
  const generated = options.generated ?? (options.charts === undefined ? 'any' : []);
  const recording = options.charts === undefined ? undefined : recordedChart(options.charts, query);
  if (recording) return chartAnswer(recording);
  const isMadeUp = generated === 'any' ? /^\^?[A-Z0-9.=-]+$/u.test(query.symbol) : generated.includes(query.symbol);
  return isMadeUp ? chartAnswer(generateChart(query, nowSeconds)) : unknownSymbol();
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer.kind === 'hang') return;
  if (answer.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const length = Buffer.byteLength(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': length });
  if (answer.kind === 'status') {
    response.end(answer.body);
    return;
  }
  // Cut short: the head promises more bytes than arrive, or, where the lengths agree, the JSON itself ends too soon.
  response.write(answer.body.slice(0, Math.floor(length / 2)), () => response.socket?.destroy());
}

/**
 * Starts an HTTP server on 127.0.0.1 that answers `GET /v8/finance/chart/<SYMBOL>` as Yahoo Finance does, its oddities
 * included: the stray live row beyond `period2`, all-null rows, empty results, its own error texts. It needs no data:
 * without a folder of recordings it makes up charts that depend on nothing but symbol and minute.
 */
export async function startYahooStandIn(options: YahooStandInOptions = {}): Promise<YahooStandIn> {
  const requests: YahooRequest[] = [];
  const nextFault = createFaultPlanner(options.faults ?? {});
  let hanging = 0;

  const server = await startLoopbackServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const query = readQuery(url);
    if (!query) {
      send(response, unknownSymbol());
      return;
    }
    const fault = nextFault(query.symbol);
    const served = fault === 'extended-anyway' ? { ...query, includePrePost: true } : query;
    const answer = answerFor(fault, () => truthfulAnswer(served, options));
    const outcome = answer.kind === 'status' ? answer.status : answer.kind;
    requests.push({ ...query, url: url.pathname + url.search, headers: request.headers, answer: outcome });
    if (answer.kind === 'hang') {
      hanging += 1;
      response.once('close', () => (hanging -= 1));
    }
    send(response, answer);
  });
  return { ...server, requests, hanging: () => hanging };
}
