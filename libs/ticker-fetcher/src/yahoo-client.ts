import type { BarInterval } from '@tickerlake/record-schema';
import createYahooFinance from 'yahoo-finance2/createYahooFinance';
import chart from 'yahoo-finance2/modules/chart';
import { type Chart, readChart } from './chart.ts';
import { chartFailure } from './chart-failure.ts';
import { BadResponseError, ChartError, NetworkError } from './errors.ts';
import type { Window } from './request-windows.ts';
import { readRetryAfterMs } from './retry-policy.ts';

/** One request of one window. */
export interface ChartQuestion {
  /** As Yahoo names it today. */
  readonly yahooSymbol: string;
  readonly window: Window;
  readonly interval: BarInterval;
  readonly extendedHours: boolean;
}

/** A chart and when it was seen, milliseconds since 1970 UTC. */
export interface ObservedChart {
  readonly chart: Chart;
  readonly observedMs: number;
}

export type YahooClient = (question: ChartQuestion, signal: AbortSignal) => Promise<ObservedChart>;

/** Only the chart module: the whole client would add a third to the bundle. */
const YahooFinance = createYahooFinance({ modules: { chart } });

const ignore = (): void => undefined;
/** The client would print validation reports and notices. */
const SILENT = { info: ignore, warn: ignore, error: ignore, debug: ignore, dir: ignore };

/** Puts a path and query of Yahoo's behind another host, which may have a path of its own. */
function relocate(yahooUrl: string, base: URL): URL {
  const { pathname, search } = new URL(yahooUrl);
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/$/u, '')}${pathname}`;
  url.search = search;
  return url;
}

const urlOf = (input: Parameters<typeof globalThis.fetch>[0]): string =>
  input instanceof Request ? input.url : String(input);

/** One attempt: sends the question once and gives a chart, or throws a {@link ChartError}. */
export function createYahooClient(options: {
  url: URL;
  fetch: typeof globalThis.fetch;
  now: () => number;
}): YahooClient {
  const client = new YahooFinance({
    logger: SILENT,
    suppressNotices: ['yahooSurvey', 'ripHistorical'],
    versionCheck: false,
    // Our own governor decides what is in flight.
    queue: { concurrency: Number.MAX_SAFE_INTEGER },
  });

  return async (question, signal) => {
    let observedMs = 0;
    // yahoo-finance2 hides status and headers and prints the URL of what is not OK: so it sees only good charts.
    const fetchChart: typeof globalThis.fetch = async (input, init) => {
      const url = relocate(urlOf(input), options.url);
      const headers = new Headers(init?.headers);
      headers.delete('cookie'); // The chart needs none, and the client shares one jar among all instances.
      let reply;
      try {
        const response = await options.fetch(url, { headers, signal });
        const retryAfterMs = readRetryAfterMs(response.headers.get('retry-after'), options.now());
        reply = { status: response.status, body: await response.text(), retryAfterMs };
      } catch (cause) {
        throw new NetworkError(url.host, cause);
      }
      observedMs = options.now();
      const failure = chartFailure(reply);
      if (failure) throw failure;
      return new Response(reply.body);
    };

    const { fromMs, toMs } = question.window;
    try {
      const result = await client.chart(
        encodeURIComponent(question.yahooSymbol),
        {
          period1: Math.floor(fromMs / 1000),
          period2: Math.ceil(toMs / 1000),
          interval: question.interval,
          includePrePost: question.extendedHours,
          return: 'object',
        },
        // Its schema refuses what Yahoo really sends, such as a null currency; readChart checks what is used.
        { fetch: fetchChart, validateResult: false },
      );
      return { chart: readChart(result), observedMs };
    } catch (cause) {
      if (cause instanceof ChartError) throw cause;
      const words = cause instanceof Error ? cause.message : String(cause);
      throw new BadResponseError(`Yahoo answered with a chart that cannot be read: ${words}`, {
        retriable: false,
        cause,
      });
    }
  };
}
