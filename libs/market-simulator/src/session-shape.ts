/** How trading is spread over a session: busy and nervous after the opening and before the close, quiet at noon. */
export interface SessionShape {
  /** Standard deviation of each tick's move; their squares add up to 1. */
  readonly moves: Float64Array;
  /** Share of the session's variance up to and with each tick; the last is 1. */
  readonly elapsed: Float64Array;
  /** Share of the session's volume in each minute; they add up to 1. */
  readonly volumes: Float64Array;
}

/** Prices are drawn this many times a minute. */
export const TICKS_A_MINUTE = 4;

/** Size of moves at a part of the session, 0 the opening bell and 1 the close, relative to noon. */
const nervousness = (part: number): number => 0.75 + 1.5 * Math.exp(-part / 0.07) + 0.55 * Math.exp((part - 1) / 0.06);
const busyness = (part: number): number => 0.6 + 2.2 * Math.exp(-part / 0.06) + 1.9 * Math.exp((part - 1) / 0.05);
/** The auctions at both bells count into the first and the last minute. */
const AUCTION = 4;

function divideBySum(values: Float64Array): Float64Array {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

function shapeOf(minutes: number): SessionShape {
  const ticks = minutes * TICKS_A_MINUTE;
  const variances = divideBySum(
    Float64Array.from({ length: ticks }, (_, tick) => nervousness((tick + 0.5) / ticks) ** 2),
  );
  let sum = 0;
  const volumes = Float64Array.from({ length: minutes }, (_, minute) => {
    const auction = minute === 0 || minute === minutes - 1 ? AUCTION : 1;
    return auction * busyness((minute + 0.5) / minutes);
  });
  return {
    moves: variances.map(Math.sqrt),
    elapsed: variances.map((variance) => (sum += variance)),
    volumes: divideBySum(volumes),
  };
}

const shapes = new Map<number, SessionShape>();

/** The shape of a session of so many minutes, worked out once for each length. */
export function sessionShape(minutes: number): SessionShape {
  const shape = shapes.get(minutes) ?? shapeOf(minutes);
  shapes.set(minutes, shape);
  return shape;
}
