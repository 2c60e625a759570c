import { eventTimeMs, type Forex, type News, type Quote } from '@tickerlake/record-schema';

/** What happens on a market between two bars. */
export type MarketEvent = Quote | Forex | News;

/** At one instant quotes come before rates, and rates before news. */
const KIND_RANK = { quote: 0, forex: 1, news: 2 } as const;

const nameOf = (event: MarketEvent): string => (event.kind === 'news' ? event.id : event.name);

/** The order of names: by their letters' numbers, the same in every language. */
export const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Events in the order in which the market gives them: by event time, then kind, then name or id. Only an event and its copy are equal. */
export const compareEvents = (one: MarketEvent, other: MarketEvent): number =>
  eventTimeMs(one) - eventTimeMs(other) ||
  KIND_RANK[one.kind] - KIND_RANK[other.kind] ||
  compareText(nameOf(one), nameOf(other));

/** A name that no other event of a market has, `<event time in milliseconds>-<kind>-<name or id>`. */
export const eventKey = (event: MarketEvent): string => `${eventTimeMs(event)}-${event.kind}-${nameOf(event)}`;

/** A sequence whose next event is known. */
interface Waiting<Event> {
  readonly sequence: Iterator<Event>;
  event: Event;
  ms: number;
}

const before = <Event extends MarketEvent>(one: Waiting<Event>, other: Waiting<Event>): boolean =>
  one.ms === other.ms ? compareEvents(one.event, other.event) < 0 : one.ms < other.ms;

/** Sequences of events, each in order, as one sequence in order. */
export function* mergeEvents<Event extends MarketEvent>(...sequences: readonly Iterator<Event>[]): Generator<Event> {
  const waiting = sequences.flatMap((sequence): Waiting<Event>[] => {
    const first = sequence.next();
    return first.done ? [] : [{ sequence, event: first.value, ms: eventTimeMs(first.value) }];
  });
  while (waiting.length > 0) {
    const next = waiting.reduce((least, one) => (before(one, least) ? one : least));
    yield next.event;
    const following = next.sequence.next();
    if (following.done) {
      waiting.splice(waiting.indexOf(next), 1);
      continue;
    }
    next.event = following.value;
    next.ms = eventTimeMs(following.value);
  }
}
