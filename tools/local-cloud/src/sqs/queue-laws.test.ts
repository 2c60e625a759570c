import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type HandClock, handClock } from '../../test/hand-clock.ts';
import { Faults } from '../faults.ts';
import { encodeFrames } from '../state/record-frames.ts';
import type { Message } from './message.ts';
import { Queue } from './queue.ts';

const MAX_RECEIVES = 3;
const TIMEOUT_MS = 30_000;

/** What the law knows of a message: nothing of how a queue works. */
interface Known {
  readonly body: string;
  receives: number;
  /** From then on it can be received. */
  dueMs: number;
  inFlight: boolean;
  fate: 'here' | 'deleted' | 'dead';
}

/** A queue with its dead-letter queue that can be killed, and beside it what must be true of the two. */
class Trial {
  readonly clock: HandClock = handClock();
  readonly dir = mkdtempSync(join(tmpdir(), 'queue-laws-'));
  readonly known = new Map<string, Known>();
  readonly receipts: { readonly id: string; readonly receives: number; readonly handle: string }[] = [];
  dead = this.#open('dead');
  queue = this.#open('logs', this.dead);

  #open(name: string, deadLetterQueue?: Queue): Queue {
    const redrive = deadLetterQueue && { deadLetterQueue, maxReceiveCount: MAX_RECEIVES };
    const setup = { name, dir: join(this.dir, name), region: 'us-east-1', visibilityTimeoutMs: TIMEOUT_MS };
    return new Queue({ ...setup, redrive, faults: new Faults(), clock: this.clock });
  }

  /** Ends both as a killed process would, in the middle of a write, and starts them again. */
  crash(tornBytes: number): void {
    const { frames } = encodeFrames([{ arrivalMs: 0, partitionKey: 'added', data: Buffer.alloc(100) }]);
    for (const queue of [this.queue, this.dead]) {
      queue.close();
      const dir = join(queue.setup.dir, 'messages');
      appendFileSync(join(dir, readdirSync(dir).toSorted().at(-1) ?? ''), frames.subarray(0, tornBytes));
    }
    for (const one of this.known.values()) if (one.inFlight) one.dueMs = 0;
    this.dead = this.#open('dead');
    this.queue = this.#open('logs', this.dead);
  }

  /** Messages that can be received now. Those received often enough that came back are dead letters from here on. */
  receivable(): Known[] {
    const due = [...this.known.values()].filter(({ fate, dueMs }) => fate === 'here' && dueMs <= this.clock.now());
    for (const one of due) {
      one.inFlight = false;
      if (one.receives >= MAX_RECEIVES) one.fate = 'dead';
    }
    return due.filter(({ fate }) => fate === 'here');
  }

  send(bodies: readonly string[], delayMs: number): void {
    const outcomes = this.queue.send(bodies.map((body) => ({ body, delayMs })));
    for (const [i, outcome] of outcomes.entries()) {
      if (!('messageId' in outcome)) throw outcome;
      const dueMs = this.clock.now() + delayMs;
      this.known.set(outcome.messageId, { body: bodies[i] ?? '', receives: 0, dueMs, inFlight: false, fate: 'here' });
    }
  }

  async receive(max: number, visibilityTimeoutMs: number): Promise<void> {
    const receivable = this.receivable();
    const messages = await this.queue.receive({ max, waitMs: 0, visibilityTimeoutMs });
    expect(messages).toHaveLength(Math.min(max, receivable.length));
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
    for (const message of messages) this.#noteReceive(message, receivable, visibilityTimeoutMs);
  }

  #noteReceive({ id, body, receiveCount, receiptHandle }: Message, receivable: Known[], timeoutMs: number): void {
    const known = this.known.get(id);
    if (!known || !receivable.includes(known))
      throw new Error(`Message ${id} came, which is ${known?.fate ?? 'unknown'}`);
    known.receives += 1;
    expect({ body, receiveCount }).toEqual({ body: known.body, receiveCount: known.receives });
    Object.assign(known, { dueMs: this.clock.now() + timeoutMs, inFlight: true });
    this.receipts.push({ id, receives: known.receives, handle: receiptHandle });
  }

  /** Uses any handle that was ever given; only the newest of a message has an effect. */
  delete(pick: number): void {
    const { id, receives, handle } = this.receipts[pick % this.receipts.length] ?? {};
    if (id === undefined || handle === undefined) return;
    this.receivable();
    this.queue.delete(handle);
    const known = this.known.get(id);
    if (known?.fate === 'here' && known.receives === receives) known.fate = 'deleted';
  }

  changeVisibility(pick: number, ms: number): void {
    const { id = '', receives, handle } = this.receipts[pick % this.receipts.length] ?? {};
    if (handle === undefined) return;
    this.receivable();
    const known = this.known.get(id);
    const change = () => this.queue.changeVisibility(handle, ms);
    if (known?.fate === 'here' && known.inFlight && known.receives === receives) {
      change();
      known.dueMs = this.clock.now() + ms;
    } else expect(change).toThrow('deleted, or can be received again');
  }

  checkDepth(): void {
    const waiting = this.receivable().length;
    const here = [...this.known.values()].filter(({ fate }) => fate === 'here');
    const inFlight = here.filter((one) => one.inFlight).length;
    const delayed = here.length - waiting - inFlight;
    expect(this.queue.depth()).toEqual({ waiting: waiting + delayed, inFlight, delayed });
  }

  /** In the end nothing is lost: what was not deleted is here or a dead letter, each once. */
  async settle(): Promise<void> {
    this.clock.pass(1_000_000);
    const here = this.receivable().length;
    expect(await this.queue.receive({ max: here + 1, waitMs: 0 })).toHaveLength(here);
    const letters = await this.dead.receive({ max: Infinity, waitMs: 0 });
    const wanted = [...this.known].filter(([, { fate }]) => fate === 'dead').map(([id]) => id);
    expect(letters.map(({ id }) => id).toSorted()).toEqual(wanted.toSorted());
    for (const { id, body, receiveCount } of letters)
      expect({ body, receiveCount }).toEqual({ body: this.known.get(id)?.body, receiveCount: MAX_RECEIVES + 1 });
  }

  end(): void {
    this.queue.close();
    this.dead.close();
    rmSync(this.dir, { recursive: true });
  }
}

type Step = (trial: Trial) => void | Promise<void>;

const seconds = fc.nat({ max: 60 }).map((count) => count * 1000);
const pick = fc.nat({ max: 1000 });
/** Now and then a message so long that old files of the log have to go. */
const body = fc.oneof(
  { weight: 9, arbitrary: fc.string({ minLength: 1 }) },
  { weight: 1, arbitrary: fc.constantFrom('a', 'b').map((letter) => letter.repeat(1 << 20)) },
);
const steps: fc.Arbitrary<Step>[] = [
  fc.tuple(fc.array(body, { minLength: 1, maxLength: 10 }), fc.oneof(fc.constant(0), seconds)).map(
    ([bodies, delayMs]) =>
      (trial) =>
        trial.send(bodies, delayMs),
  ),
  fc.tuple(fc.integer({ min: 1, max: 10 }), seconds).map(
    ([max, ms]) =>
      (trial) =>
        trial.receive(max, ms),
  ),
  fc.integer({ min: 1, max: 10 }).map((max) => (trial) => trial.receive(max, TIMEOUT_MS)),
  pick.map((one) => (trial) => trial.delete(one)),
  fc.tuple(pick, seconds).map(
    ([one, ms]) =>
      (trial) =>
        trial.changeVisibility(one, ms),
  ),
  seconds.map((ms) => (trial) => trial.clock.pass(ms)),
  fc.nat({ max: 120 }).map((torn) => (trial) => trial.crash(torn)),
];

it('loses nothing, brings nothing back, counts every receive and moves after exactly so many, whatever happens in whatever order', async () => {
  const law = fc.asyncProperty(fc.array(fc.oneof(...steps), { maxLength: 80, size: 'max' }), async (taken) => {
    const trial = new Trial();
    try {
      for (const step of taken) {
        await step(trial);
        trial.checkDepth();
      }
      await trial.settle();
    } finally {
      trial.end();
    }
  });
  await fc.assert(law, { numRuns: 40 });
});
