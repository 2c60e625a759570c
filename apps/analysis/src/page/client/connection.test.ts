import { describe, expect, it } from 'vitest';
import type { LivePatch } from '../live-patch.ts';
import { Connection, type ConnectionState } from './connection.ts';

/** As much of an EventSource as the connection uses. */
class FakeStream extends EventTarget {
  readonly CLOSED = 2;
  readyState = 1;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
  }
  close(): void {
    this.readyState = 2;
  }
  say(event: string, data?: unknown): void {
    this.dispatchEvent(data === undefined ? new Event(event) : new MessageEvent(event, { data: JSON.stringify(data) }));
  }
}

const patch = (id: string): LivePatch => ({ id, isWhole: true, nowMs: 0 });

const open = () => {
  const streams: FakeStream[] = [];
  const timers = new Map<number, { callback: () => void; ms: number }>();
  const states: ConnectionState[] = [];
  const patches: string[] = [];
  const server = { isUp: true };
  let timer = 0;
  const connection = new Connection(
    {
      fetchState: async () => {
        if (!server.isUp) throw new Error('down');
        return patch(`first.${streams.length}`);
      },
      openStream: (id) => {
        const stream = new FakeStream(id);
        streams.push(stream);
        return stream as unknown as EventSource;
      },
      setTimer: (callback, ms) => {
        timers.set(++timer, { callback, ms });
        return timer;
      },
      clearTimer: (id) => void timers.delete(id),
    },
    { onPatch: ({ id }) => patches.push(id), onState: (state) => states.push(state) },
  );
  /** Lets the one timer that runs go off; tells how long it ran. */
  const goOff = async (): Promise<number> => {
    const [entry] = timers;
    if (!entry) throw new Error('No timer runs.');
    timers.delete(entry[0]);
    entry[1].callback();
    await new Promise(setImmediate);
    return entry[1].ms;
  };
  return { connection, streams, timers, states, patches, server, goOff };
};

describe('the connection of the page', () => {
  it('fills the page, then follows from there', async () => {
    const { connection, streams, states, patches } = open();
    await connection.start();
    expect(streams[0]?.url).toBe('first.0');
    streams[0]?.say('open');
    streams[0]?.say('patch', patch('next'));
    expect(patches).toEqual(['first.0', 'next']);
    expect(states.at(-1)).toBe('live');
  });

  it('says that it is lost and leaves it to the browser to connect again while the browser tries', async () => {
    const { connection, streams, timers, states } = open();
    await connection.start();
    streams[0]?.say('open');
    const stream = streams[0];
    if (stream) stream.readyState = 0;
    stream?.say('error');
    expect(states.at(-1)).toBe('reconnecting');
    expect([...timers.values()].map(({ ms }) => ms)).toEqual([35_000]);
    stream?.say('open');
    expect(states.at(-1)).toBe('live');
  });

  it('fills the page anew where the browser gave up, at longer and longer intervals', async () => {
    const { connection, streams, server, goOff } = open();
    await connection.start();
    server.isUp = false;
    streams[0]?.close();
    streams[0]?.say('error');
    const waits = [];
    for (let i = 0; i < 6; i++) waits.push(await goOff());
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    server.isUp = true;
    await goOff();
    expect(streams).toHaveLength(2);
  });

  it('takes silence for a lost connection, but not a heartbeat', async () => {
    const { connection, streams, timers, states, goOff } = open();
    await connection.start();
    streams[0]?.say('heartbeat', { nowMs: 1 });
    expect(timers.size).toBe(1);
    expect(await goOff()).toBe(35_000);
    expect(streams[0]?.readyState).toBe(2);
    expect(states.at(-1)).toBe('reconnecting');
  });
});
