import { kinesisEvent } from '@tickerlake/testing';
import { normalise } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { expect, it } from 'vitest';
// The one place where two apps meet: what they leave to each other.
import { judgeRecord, LOG_RECORD } from '../../transformer/src/judge-record.ts';
import { pipe } from '../src/pipe.ts';
import { byteBlobs } from './arbitraries.ts';

it('every piece of a shared stream is the business of exactly one leg: what the pipe forwards, the transformer drops', () => {
  fc.assert(
    fc.property(byteBlobs, (blob) => {
      const verdict = judgeRecord(blob.toString('base64'));
      const { counts } = pipe(kinesisEvent([blob]).Records.map(({ kinesis }) => kinesis));
      const forwarded = counts.readable + counts.unreadable;
      const { bars, emptyBars, unreadable } = counts.leftOut;
      expect(counts.in).toBe(normalise(blob).length);
      if (verdict.result === 'ProcessingFailed') {
        // Kept whole, with the logs that are in it too: because of another unreadable piece, or of bars of several dates.
        expect(unreadable > 0 || bars > 1).toBe(true);
        return;
      }
      const dropped = verdict.dropped.filter((reason) => reason === LOG_RECORD).length;
      expect({ forwarded, unreadable }).toEqual({ forwarded: dropped, unreadable: 0 });
      expect(bars).toBe(verdict.result === 'Ok' ? verdict.bars : 0);
      expect(verdict.dropped.filter((reason) => reason === 'empty bar')).toHaveLength(emptyBars);
    }),
    { numRuns: 500 },
  );
});
