/** What alarms there are, and what each means. `docs/operations.md` has a heading of each name, which says what to do. */
export const ALARM_KINDS = {
  'no-bars': 'Minutes of a session went by in which the collector ran and put no bar onto the stream.',
  'iterator-age':
    'A reader of the stream is behind: records wait, and are lost once they are older than the stream keeps them.',
  'delivery-freshness': 'Bars wait in the delivery stream longer than they should: it cannot write to the lake.',
  'queue-age': 'Quotes, rates or stories wait in the queue: the processor cannot store them, or cannot tell of them.',
  'dead-letters': 'Something was given up and waits for a person in a dead-letter queue.',
  quarantine: 'Records on the stream could not be read as bars and lie in quarantine, byte for byte.',
  'function-errors': 'A function fails, and not for once: it throws, runs out of time or memory, or does not start.',
  'function-throttles': 'Lambda refuses to start a function: its concurrency, or the account’s, is used up.',
  'stream-throttles': 'The stream refuses records again and again: its shards are too few.',
} as const satisfies Record<string, string>;

export type AlarmKind = keyof typeof ALARM_KINDS;

/** Where the alarm's name leads somebody who was woken by it. */
const runbookOf = (kind: AlarmKind): string => `docs/operations.md#${kind}`;

/** An alarm's description: its meaning and where to read on. */
export const descriptionOf = (kind: AlarmKind): string => `${ALARM_KINDS[kind]} What to do: ${runbookOf(kind)}`;
