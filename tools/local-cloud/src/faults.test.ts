import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidOptionsError } from './errors.ts';
import { type FaultPlan, Faults } from './faults.ts';

const strikes = (plan: FaultPlan, count: number) => {
  const faults = new Faults(plan);
  return Array.from({ length: count }, () => faults.strikes('rejectRate'));
};

describe('a fault plan', () => {
  it('strikes at the same calls for the same seed, and at others for another', () => {
    const cases = fc.property(fc.nat(), (seed) => {
      expect(strikes({ seed, rejectRate: 0.5 }, 64)).toEqual(strikes({ seed, rejectRate: 0.5 }, 64));
      expect(strikes({ seed, rejectRate: 0.5 }, 64)).not.toEqual(strikes({ seed: seed + 1, rejectRate: 0.5 }, 64));
    });
    fc.assert(cases);
  });

  it('strikes about as often as its rate says', () => {
    const share = strikes({ rejectRate: 0.3 }, 20_000).filter(Boolean).length / 20_000;
    expect(share).toBeCloseTo(0.3, 1);
  });

  it('never strikes at 0, always at 1, and leaves the other kinds alone', () => {
    expect(strikes({}, 100)).not.toContain(true);
    expect(strikes({ rejectRate: 1 }, 100)).not.toContain(false);
    expect(strikes({ seed: 3, rejectRate: 0.5, resetRate: 1, diskErrorRate: 0.5 }, 50)).toEqual(
      strikes({ seed: 3, rejectRate: 0.5 }, 50),
    );
  });

  it.each([
    [{ rejectrate: 1 }, /Unknown fault 'rejectrate'. Known: rejectRate/],
    [{ rejectRate: 1.5 }, /rejectRate is 1.5; allowed is a share from 0 to 1/],
    [{ resetRate: Number.NaN }, /resetRate/],
    [{ seed: '1' }, /seed is "1"/],
  ])('refuses %j', (plan, message) => {
    expect(() => new Faults(plan as FaultPlan)).toThrow(InvalidOptionsError);
    expect(() => new Faults(plan as FaultPlan)).toThrow(message);
  });
});
