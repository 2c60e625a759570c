import type { MarketRecord } from '@tickerlake/record-schema';
import { type Account, type Rejection, StreamProducerError } from '@tickerlake/stream-producer';
import { isoTime } from './instant.ts';
import { EVENT_KINDS, type EventKind, type Market, type MarketEvent, type Span } from './market.ts';

const MINUTE_MS = 60_000;

/**
 * The last whole minute that is over at an instant. Whole minutes leave no gap and no overlap between runs, whatever
 * second of its minute each run is due at; and a run that is tried again has the same minute.
 */
export function minuteBefore(epochMs: number): Span {
  const toMs = Math.floor(epochMs / MINUTE_MS) * MINUTE_MS;
  return { fromMs: toMs - MINUTE_MS, toMs };
}

/** The part of a producer that a run uses. */
export interface LogProducer {
  put(record: MarketRecord): Promise<void>;
  flush(): Promise<Account>;
}

/** What one run put onto the stream. */
export interface LogReport {
  /** Start of the span, ISO UTC. */
  readonly from: string;
  /** Its end, excluded. */
  readonly to: string;
  /** Records that the span has, by kind. */
  readonly made: Readonly<Record<EventKind, number>>;
  /** Records that the stream confirmed. */
  readonly delivered: number;
  /** Records that it did not take. */
  readonly rejected: number;
  /** Why not: the service's code, or the producer's name for it, with the number of records. */
  readonly rejections: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly retries: number;
}

const countByKind = (events: readonly MarketEvent[]): LogReport['made'] => {
  const counts = { quote: 0, forex: 0, news: 0 };
  for (const { kind } of events) counts[kind] += 1;
  return counts;
};

const causeOf = (reason: Rejection['reason']): string => ('code' in reason ? String(reason.code) : reason.name);

/** Puts records until the producer takes no more; what it has not taken by then it would not take later either. */
async function putAll(events: readonly MarketEvent[], producer: LogProducer): Promise<StreamProducerError | undefined> {
  try {
    for (const event of events) await producer.put(event);
    return undefined;
  } catch (error) {
    if (error instanceof StreamProducerError) return error;
    throw error;
  }
}

/** Makes the events of a span and puts each onto the stream. What the stream does not take is in the report. */
export async function logSpan(market: Market, span: Span, producer: LogProducer): Promise<LogReport> {
  const events = [...market.events(market.all, span)];
  const stopped = await putAll(events, producer);
  const { accepted, delivered, rejected, requests, retries } = await producer.flush();
  const causes = rejected.map(({ reason }) => causeOf(reason));
  if (stopped) causes.push(...Array.from({ length: events.length - accepted }, () => causeOf(stopped)));
  const rejections: Record<string, number> = {};
  for (const cause of causes) rejections[cause] = (rejections[cause] ?? 0) + 1;
  return {
    from: isoTime(span.fromMs),
    to: isoTime(span.toMs),
    made: countByKind(events),
    delivered,
    rejected: events.length - delivered,
    rejections,
    requests,
    retries,
  };
}

/** Records of a report. */
export const madeIn = ({ made }: LogReport): number => EVENT_KINDS.reduce((sum, kind) => sum + made[kind], 0);
