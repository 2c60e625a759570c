import { describe, expect, it } from 'vitest';
import { HandClock } from '../../test/page-clock.ts';
import { LiveBoard } from './live-board.ts';
import { liveEvents } from './live-events.ts';
import type { LivePatch } from './live-patch.ts';

const market = { simulated: true, speed: 1, symbols: [], pairs: [] };

const setUp = () => {
  const clock = new HandClock(0);
  return { clock, board: new LiveBoard(market, () => clock.now()), stop: new AbortController() };
};

/** The next message, while time goes on as long as it needs. */
const nextOf = async (events: AsyncGenerator<string>, clock: HandClock, ms = 60_000): Promise<string | undefined> => {
  const heard: string[] = [];
  void events.next().then(({ value }) => heard.push(value ?? ''));
  for (let waited = 0; waited <= ms && heard.length === 0; waited += 250) await clock.advance(250);
  return heard[0];
};

const patchOf = (message: string | undefined): LivePatch => JSON.parse(/^data: (.*)$/m.exec(message ?? '')?.[1] ?? '');

describe('the server-sent events of a browser', () => {
  it('begin with the time to connect again after, then tell what came after the id that the browser has', async () => {
    const { clock, board, stop } = setUp();
    board.note('highs', 'first');
    const { id } = board;
    board.note('recent', 'second');
    const events = liveEvents(board, id, clock, stop.signal);
    expect(await nextOf(events, clock)).toBe('retry: 2000\n\n');
    const message = await nextOf(events, clock);
    expect(message).toMatch(/^event: patch\nid: \S+\ndata: .*\n\n$/);
    expect(patchOf(message)).toMatchObject({ isWhole: false, id: board.id });
  });

  it('tell a reader who was slow one newest state, not everything that happened', async () => {
    const { clock, board, stop } = setUp();
    const events = liveEvents(board, undefined, clock, stop.signal);
    await nextOf(events, clock);
    await nextOf(events, clock);
    for (let i = 0; i < 1_000; i++) {
      board.note('highs', `failure ${i}`);
      await clock.advance(1);
    }
    expect(patchOf(await nextOf(events, clock)).troubles).toEqual([{ part: 'highs', text: 'failure 999' }]);
    expect(await nextOf(events, clock, 5_000)).toBeUndefined();
  });

  it('come at most four times a second', async () => {
    const { clock, board, stop } = setUp();
    const events = liveEvents(board, undefined, clock, stop.signal);
    await nextOf(events, clock);
    let messages = 0;
    const reading = (async () => {
      for await (const message of events) messages += message.startsWith('event: patch') ? 1 : 0;
    })();
    for (let ms = 0; ms < 2_000; ms += 10) {
      board.note('highs', `failure ${ms}`);
      await clock.advance(10);
    }
    stop.abort();
    await reading;
    expect(messages).toBeGreaterThanOrEqual(7);
    expect(messages).toBeLessThanOrEqual(9);
  });

  it('hold the connection with a heartbeat while nothing happens', async () => {
    const { clock, board, stop } = setUp();
    const events = liveEvents(board, board.id, clock, stop.signal);
    await nextOf(events, clock);
    expect(await nextOf(events, clock)).toMatch(/^event: heartbeat\ndata: \{"nowMs":\d+\}\n\n$/);
    expect(clock.now()).toBeGreaterThanOrEqual(15_000);
    expect(clock.now()).toBeLessThanOrEqual(16_000);
  });

  it('end with the signal', async () => {
    const { clock, board, stop } = setUp();
    const events = liveEvents(board, board.id, clock, stop.signal);
    await events.next();
    const waiting = events.next();
    stop.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});
