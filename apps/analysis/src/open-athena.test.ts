import { expect, it } from 'vitest';
import { costText } from './open-athena.ts';

const query = { engine: 'athena', elapsedMs: 5, rows: 1 } as const;

it('says what queries took, and which cost nothing', () => {
  const paid = { ...query, bytesScanned: 1_234_567_890, bytesBilled: 1_235_000_000, costUsd: 0.006175 };
  const again = { ...query, bytesScanned: 0, bytesBilled: 0, costUsd: 0, reused: true };
  expect(costText([paid, again])).toBe(
    'Athena: 2 queries (1 answered by an earlier result), 1,234.6 MB scanned, 1,235 MB billed, about $0.006175 (10 MB a query at least, $5 a TB: https://aws.amazon.com/athena/pricing/)',
  );
  expect(costText([again])).toMatch(
    /^Athena: 1 query \(1 answered by an earlier result\), 0 MB scanned, 0 MB billed, about \$0 /,
  );
});
