import { KINDS } from './kinds.ts';
import { cameAs, RecordDefaultsError, type RecordIssue } from './record-error.ts';
import type { BarInterval, MarketRecord } from './records.ts';

/** What to put into records that do not say it themselves. */
export interface Defaults {
  /** For bars only: what the import knows of their spacing. */
  readonly interval?: BarInterval;
  readonly source?: string;
  /** When the whole input was seen, UTC as `YYYY-MM-DDTHH:MM:SS.mmmZ`. */
  readonly observedAt?: string;
}

/** What became of one piece of the input. */
export type Outcome =
  | { readonly status: 'ok'; readonly record: MarketRecord }
  | {
      readonly status: 'dropped';
      /** `empty bar`: a bar without a price. */
      readonly reason: string;
      /** The piece as it came. */
      readonly text: string;
    }
  | {
      readonly status: 'failed';
      /** Which field, what came, what is allowed. */
      readonly reason: string;
      /** The piece as it came; where `bytes` is there, with U+FFFD for what could not be decoded. */
      readonly text: string;
      /** The piece's bytes, only where they are no UTF-8, so that `text` alone could not give them back. */
      readonly bytes?: Uint8Array;
    };

const DEFAULT_KEYS = ['interval', 'source', 'observedAt'];

const issueOf = (key: string, value: unknown): RecordIssue | undefined => {
  const field = DEFAULT_KEYS.includes(key) ? KINDS.bar.byKey.get(key) : undefined;
  if (field && (value === undefined || field.holds(value))) return undefined;
  return { field: key, came: cameAs(value), allowed: field?.allowed ?? `no default but ${DEFAULT_KEYS.join(', ')}` };
};

/** Throws a {@link RecordDefaultsError} unless every default is one, and canonical. */
export function checkDefaults(defaults: Defaults): void {
  const issues = Object.entries(defaults).flatMap(([key, value]) => issueOf(key, value) ?? []);
  if (issues.length > 0) throw new RecordDefaultsError(issues);
}
