const MAX_SHOWN_CHARS = 80;

/** A text as messages quote it: short, so that a line of a log stays readable. */
export const shownText = (text: string): string =>
  text.length > MAX_SHOWN_CHARS ? `${text.slice(0, MAX_SHOWN_CHARS)}…` : text;

/** A value as messages quote it: as JSON, where it has any. */
export const shown = (value: unknown): string => shownText(JSON.stringify(value) ?? String(value));
