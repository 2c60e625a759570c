import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gate } from './gate.ts';

/** A gate whose visitors are noted in the order in which they enter. */
function gateOf(maxBytes: number) {
  const gate = new Gate(maxBytes);
  const entered: string[] = [];
  return { gate, entered, come: (name: string, bytes: number) => gate.enter(bytes, () => entered.push(name)) };
}

describe('the gate', () => {
  it('lets in while there is room, at once', () => {
    const { gate, entered, come } = gateOf(10);
    void come('a', 6);
    void come('b', 4);
    expect(entered).toEqual(['a', 'b']);
    expect(gate.heldBytes).toBe(10);
    expect(gate.isCrowded).toBe(false);
  });

  it('keeps the order in which they came, even where a later one would fit', () => {
    const { gate, entered, come } = gateOf(10);
    void come('a', 8);
    void come('large', 5);
    void come('small', 1);
    expect(entered).toEqual(['a']);
    gate.leave(8);
    expect(entered).toEqual(['a', 'large', 'small']);
  });

  it('lets in what is larger than all its room when nothing else is inside, rather than never', () => {
    const { gate, entered, come } = gateOf(10);
    void come('a', 1);
    void come('huge', 50);
    expect(entered).toEqual(['a']);
    gate.leave(1);
    expect(entered).toEqual(['a', 'huge']);
  });

  it('lets nobody in on hold, and all who waited afterwards', async () => {
    const { gate, entered, come } = gateOf(10);
    gate.hold();
    const waiting = [come('a', 1), come('b', 1)];
    expect(entered).toEqual([]);
    gate.resume();
    await Promise.all(waiting);
    expect(entered).toEqual(['a', 'b']);
  });

  it('calls a barrier when those before it are in', async () => {
    const { gate, entered, come } = gateOf(10);
    void come('a', 10);
    void come('b', 10);
    const barrier = gate.barrier(() => entered.push('barrier'));
    void come('c', 10);
    gate.leave(10);
    await barrier;
    expect(entered).toEqual(['a', 'b', 'barrier']);
  });

  it('turns away those who wait, but no barrier', async () => {
    const { gate, entered, come } = gateOf(10);
    void come('a', 10);
    const waiting = come('b', 10);
    const barrier = gate.barrier(() => entered.push('barrier'));
    gate.refuseWaiting(new Error('closed'));
    await expect(waiting).rejects.toThrow('closed');
    await barrier;
    expect(entered).toEqual(['a', 'barrier']);
  });

  it('never holds more than its room, and lets everybody in in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10 })), (sizes) => {
        const gate = new Gate(10);
        const entered: number[] = [];
        sizes.forEach((bytes, index) => void gate.enter(bytes, () => entered.push(index)));
        for (let next = 0; next < sizes.length; next++) {
          expect(gate.heldBytes).toBeLessThanOrEqual(10);
          gate.leave(sizes[next] ?? 0);
        }
        expect(entered).toEqual(sizes.map((_size, index) => index));
        expect(gate.heldBytes).toBe(0);
      }),
    );
  });
});
