import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMarketClock } from './market-clock.ts';

const FROM_MS = Date.UTC(2026, 10, 20, 14, 30);

it('is min(until, from + elapsed × speed), whole, and never goes back', () => {
  const steps = fc.array(fc.integer({ min: -5_000, max: 60_000 }), { maxLength: 20 });
  const speeds = fc.double({ min: 0.001, max: 86_400, noNaN: true });
  fc.assert(
    fc.property(steps, speeds, fc.option(fc.integer({ min: 1, max: 86_400_000 })), (moves, speed, lastsMs) => {
      let machineMs = 1_000_000;
      let mostMs = 0;
      const untilMs = lastsMs === null ? Infinity : FROM_MS + lastsMs;
      const clock = createMarketClock({ fromMs: FROM_MS, untilMs, speed, now: () => machineMs });
      for (const move of moves) {
        machineMs += move;
        mostMs = Math.max(mostMs, machineMs - 1_000_000);
        expect(clock.nowMs()).toBe(Math.min(untilMs, FROM_MS + Math.floor(mostMs * speed)));
      }
    }),
  );
});
