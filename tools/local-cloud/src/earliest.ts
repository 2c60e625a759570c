/** The earliest of some instants; `undefined` when there is none. */
export function earliest(instantsMs: readonly (number | undefined)[]): number | undefined {
  const known = instantsMs.filter((instantMs) => instantMs !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
