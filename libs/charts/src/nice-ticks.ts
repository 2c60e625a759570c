/** Round marks of an axis. */
export interface NiceTicks {
  /** 1, 2 or 5 × a power of ten. */
  readonly step: number;
  /** The marks as whole multiples of the step: exact where a product would not be. */
  readonly multiples: readonly number[];
  /** Decimals that the marks need. */
  readonly decimals: number;
}

/** The marks between two numbers, at most so many; both may be equal. */
export function niceTicks(from: number, to: number, most: number): NiceTicks {
  const span = to - from || Math.abs(from) || 1;
  const power = 10 ** Math.floor(Math.log10(span / most));
  const step = ([1, 2, 5, 10].find((factor) => span / (factor * power) <= most) ?? 10) * power;
  const [first, last] = [Math.ceil(from / step - 1e-9), Math.floor(to / step + 1e-9)];
  const multiples = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  return { step, multiples, decimals: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
}
