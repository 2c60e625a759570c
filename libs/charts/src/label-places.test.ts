import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxesOverlap, keepApart, type LabelBox, startWithin } from './label-places.ts';

const side = fc.integer({ min: 1, max: 60 });
const corner = fc.integer({ min: 0, max: 200 });
const box: fc.Arbitrary<LabelBox> = fc.record({ x: corner, y: corner, width: side, height: side });
const at = (x: number, y: number): LabelBox => ({ x, y, width: 10, height: 10 });

describe('label boxes', () => {
  it('meet where they share room, not where they touch', () => {
    expect(boxesOverlap(at(0, 0), at(9, 9))).toBe(true);
    expect(boxesOverlap(at(0, 0), at(10, 0))).toBe(false);
    expect(boxesOverlap(at(0, 0), at(10, 0), 1)).toBe(true);
    expect(boxesOverlap(at(0, 0), at(0, 30), 1)).toBe(false);
  });

  it('are moved no further than the edge, and to the start where there is no room at all', () => {
    expect(startWithin(-5, 10, 0, 100)).toBe(0);
    expect(startWithin(50, 10, 0, 100)).toBe(50);
    expect(startWithin(99, 10, 0, 100)).toBe(90);
    expect(startWithin(50, 200, 0, 100)).toBe(0);
  });
});

describe('labels kept apart', () => {
  it('stand clear of each other, and each that is left out was in the way of a more important one', () => {
    fc.assert(
      fc.property(fc.array(box, { maxLength: 12 }), fc.integer({ min: 0, max: 10 }), (boxes, gap) => {
        const labels = boxes.map((one) => ({ box: one }));
        const kept = keepApart(labels, gap);
        for (const [i, label] of labels.entries()) {
          const inTheWay = kept.filter((other) => boxesOverlap(other.box, label.box, gap) && other !== label);
          if (kept.includes(label)) expect(inTheWay).toEqual([]);
          else expect(inTheWay.some((other) => labels.indexOf(other) < i)).toBe(true);
        }
      }),
    );
  });
});
