import { REQUEST_MAX_BYTES } from '../lambda/lambda-service.ts';

/** What an event of a mapping may have: the payload of a synchronous invocation. */
export const EVENT_MAX_BYTES = REQUEST_MAX_BYTES;

/** A record or message as it stands in an event. */
export interface EventItem {
  /** What a function names it by when it fails. */
  readonly id: string;
  readonly json: string;
}

const OPENING = '{"Records":[';
const CLOSING = ']}';

export const eventOf = (items: readonly EventItem[]): Buffer =>
  Buffer.from(`${OPENING}${items.map(({ json }) => json).join(',')}${CLOSING}`);

/** Cuts items, in their order, into what one event each may have. An item has an event of its own at least. */
export function splitIntoEvents<Item extends EventItem>(items: readonly Item[]): Item[][] {
  const events: Item[][] = [];
  let bytes = Infinity;
  for (const item of items) {
    const more = Buffer.byteLength(item.json) + 1;
    if (bytes + more > EVENT_MAX_BYTES) {
      events.push([]);
      bytes = OPENING.length + CLOSING.length - 1; // One comma less than items.
    }
    events.at(-1)?.push(item);
    bytes += more;
  }
  return events;
}
