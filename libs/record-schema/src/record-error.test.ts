import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { normaliseValue } from './normalise.ts';
import { withoutValues } from './record-error.ts';

const BAR = { name: 'DDOG', ts: '2026-11-20 09:30:00-05:00', high: 2, low: 1 };

it('tells the field and what is allowed, not what came', () => {
  const outcome = normaliseValue({ ...BAR, high: 'secret', low: 'secret' });
  expect(outcome.status === 'failed' && outcome.reason).toContain('came "secret"');
  expect(outcome.status === 'failed' && withoutValues(outcome.reason)).toMatch(
    /^high: allowed is .*; low: allowed is .*$/,
  );
});

it('gives nothing of any text away, however long and whatever is in it', () => {
  const text = fc.array(fc.constantFrom('S3CRET', ', ', '"', '\\', 'came ', 'allowed is', '; ', '…', 'x'.repeat(90)));
  fc.assert(
    fc.property(text, (parts) => {
      const outcome = normaliseValue({ ...BAR, high: `S3CRET${parts.join('')}`, volume: 'S3CRET' });
      expect(outcome.status === 'failed' && withoutValues(outcome.reason)).not.toContain('S3CRET');
    }),
    { numRuns: 2_000 },
  );
});
