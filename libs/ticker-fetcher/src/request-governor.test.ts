import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../test/virtual-clock.ts';
import { AbortedError, PausedError } from './errors.ts';
import { createGovernor } from './request-governor.ts';

const START_MS = 1_700_000_000_000;

function setUp(limits: { maxInFlight?: number; maxPerMinute?: number; maxPauseMs?: number } = {}) {
  const clock = createVirtualClock(START_MS);
  const governor = createGovernor({ maxInFlight: 2, maxPerMinute: 60, maxPauseMs: 60_000, ...limits, ...clock });
  return { clock, governor };
}

describe('createGovernor', () => {
  it('never starts more than the limit in any 60 s, nor has more in flight, and runs every task once', async () => {
    const plan = fc.record({
      maxInFlight: fc.integer({ min: 1, max: 5 }),
      maxPerMinute: fc.integer({ min: 1, max: 8 }),
      tasks: fc.array(fc.record({ delayMs: fc.nat(90_000), lengthMs: fc.nat(40_000), lane: fc.nat(2) }), {
        maxLength: 30,
      }),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ maxInFlight, maxPerMinute, tasks }) => {
        const { clock, governor } = setUp({ maxInFlight, maxPerMinute });
        const lanes = [{}, {}, {}];
        const starts: number[] = [];
        let [inFlight, most] = [0, 0];
        const runs = tasks.map(async ({ delayMs, lengthMs, lane }) => {
          await clock.sleep(delayMs);
          await governor.run(lanes[lane] ?? {}, async () => {
            starts.push(clock.now());
            inFlight += 1;
            most = Math.max(most, inFlight);
            await clock.sleep(lengthMs);
            inFlight -= 1;
          });
        });
        await clock.run(Promise.all(runs));
        expect(starts).toHaveLength(tasks.length);
        expect(most).toBeLessThanOrEqual(maxInFlight);
        for (const [index, start] of starts.slice(maxPerMinute).entries()) {
          expect(start - (starts[index] ?? 0)).toBeGreaterThanOrEqual(60_000);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('lets lanes take turns, so that a small call is not held up by a big one', async () => {
    const { clock, governor } = setUp({ maxInFlight: 1 });
    const order: string[] = [];
    const ask = (lane: object, label: string) =>
      governor.run(lane, async () => {
        order.push(label);
        await clock.sleep(10);
      });
    const [big, small] = [{}, {}];
    const runs = [...['b1', 'b2', 'b3', 'b4'].map((label) => ask(big, label)), ask(small, 's1')];
    await clock.run(Promise.all(runs));
    expect(order).toEqual(['b1', 'b2', 's1', 'b3', 'b4']);
  });

  it('starts nothing during a pause, and a shorter pause does not end a longer one', async () => {
    const { clock, governor } = setUp();
    governor.pauseUntil(START_MS + 5000);
    governor.pauseUntil(START_MS + 1000);
    const startMs = await clock.run(governor.run({}, async () => clock.now()));
    expect(startMs).toBe(START_MS + 5000);
  });

  it('fails at once what would have to sit out a pause that is too long, waiting tasks included', async () => {
    const { clock, governor } = setUp({ maxInFlight: 1, maxPauseMs: 10_000 });
    const running = governor.run({}, () => clock.sleep(1000));
    const waiting = governor.run({}, async () => 'never');
    governor.pauseUntil(START_MS + 3_600_000);
    await expect(waiting).rejects.toBeInstanceOf(PausedError);
    await expect(governor.run({}, async () => 'never')).rejects.toThrow('2023-11-14T23:13:20.000Z');
    await clock.run(running);
    expect(clock.now()).toBe(START_MS + 1000);
  });

  it('lets an aborted task go without starting it, and without a timer left behind', async () => {
    const { clock, governor } = setUp({ maxPerMinute: 1 });
    await governor.run({}, async () => undefined);
    const abort = new AbortController();
    let hasStarted = false;
    const waiting = governor.run({}, async () => (hasStarted = true), abort.signal);
    abort.abort();
    await expect(waiting).rejects.toBeInstanceOf(AbortedError);
    expect(hasStarted).toBe(false);
    expect(clock.pending()).toBe(0);
    await expect(governor.run({}, async () => 1, AbortSignal.abort())).rejects.toBeInstanceOf(AbortedError);
  });

  it('gives the place of a failed task to the next', async () => {
    const { governor } = setUp({ maxInFlight: 1 });
    const failing = governor.run({}, async () => {
      throw new Error('no');
    });
    const next = governor.run({}, async () => 'done');
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('done');
  });
});
