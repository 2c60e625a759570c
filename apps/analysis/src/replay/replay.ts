/** What stays where it is, and why. */
export interface LeftOver {
  /** The object's key, or `dead letters`. */
  readonly place: string;
  readonly reason: string;
}

/** What was put back into the pipeline, and what could not be. */
export interface Replay {
  /** Records that can be read now and are on their way again. */
  readonly records: number;
  readonly left: readonly LeftOver[];
}

export const bothOf = (a: Replay, b: Replay): Replay => ({
  records: a.records + b.records,
  left: [...a.left, ...b.left],
});
