/** What an event looks like, for the message that refuses it: the names of its fields, never what they hold. */
export const eventShape = (event: unknown): string => {
  if (typeof event !== 'object' || event === null) return event === null ? 'null' : typeof event;
  return `an object with keys ${Object.keys(event).join(', ') || '(none)'}`;
};
