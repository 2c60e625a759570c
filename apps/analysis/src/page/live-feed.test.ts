import { fromNewYork } from '@tickerlake/market-calendar';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HandClock } from '../../test/page-clock.ts';
import { FakeSource } from '../../test/page-fake-source.ts';
import { newsOf, quoteOf } from '../../test/page-fixture.ts';
import { LiveBoard } from './live-board.ts';
import { LiveFeed } from './live-feed.ts';
import type { LivePatch } from './live-patch.ts';

const marketMs = fromNewYork('2026-11-20', 10);

const start = (prepare: (source: FakeSource) => void = () => undefined) => {
  const [clock, source, stop] = [new HandClock(0), new FakeSource(marketMs), new AbortController()];
  prepare(source);
  const board = new LiveBoard(source.market, () => clock.now());
  const running = new LiveFeed(source, board, clock, stop.signal).run();
  onTestFinished(() => stop.abort());
  return { clock, source, stop, running, shown: (): LivePatch | undefined => board.since(undefined) };
};

describe('the feed of the page', () => {
  it.each([
    ['marketTimeMs', 'clock'],
    ['stages', 'stages'],
    ['notices', 'notices'],
    ['hourlyHighs', 'highs'],
    ['recent', 'recent'],
    ['events', 'events'],
  ] as const)('tells that %s fails, asks again, and forgets it once it answers', async (asked, part) => {
    const { clock, source, shown } = start((fresh) => fresh.failing.set(asked, 'no such table\n  at secret.ts:1'));
    await clock.advance(0);
    expect(shown()?.troubles).toEqual([{ part, text: 'no such table' }]);
    source.failing.clear();
    await clock.advance(31_000);
    // Events are known to flow again when one comes.
    source.emit(quoteOf('META', 1, marketMs));
    await clock.advance(0);
    expect(shown()?.troubles ?? []).toEqual([]);
  });

  it('reads counts once a second and asks the lake every half minute, never twice at once', async () => {
    const { clock, source } = start();
    let answer = (): void => undefined;
    source.hourlyHighs = () => {
      source.asked.set('hourlyHighs', (source.asked.get('hourlyHighs') ?? 0) + 1);
      return new Promise((resolve) => (answer = () => resolve([])));
    };
    await clock.advance(10_000);
    expect(source.asked.get('stages')).toBe(11);
    await clock.advance(80_000);
    expect(source.asked.get('hourlyHighs')).toBe(2);
    answer();
    await clock.advance(30_000);
    expect(source.asked.get('hourlyHighs')).toBe(3);
  });

  it('goes on after a record whose time cannot be read', async () => {
    const { clock, source, shown } = start();
    await clock.advance(0);
    source.emit({ ...quoteOf('META', 1, marketMs), ts: 'yesterday' });
    await clock.advance(0);
    expect(shown()?.troubles?.[0]?.part).toBe('records');
    source.emit(newsOf(1, ['META'], marketMs));
    await clock.advance(0);
    expect(shown()?.stories).toHaveLength(1);
  });

  it('listens before it asks for what came before, so that nothing falls between', async () => {
    const { clock, source, shown } = start((fresh) => {
      fresh.recent = async () => {
        fresh.emit(newsOf(1, ['META'], marketMs));
        return { bars: [], forex: [], news: [newsOf(2, ['META'], marketMs - 1)] };
      };
    });
    await clock.advance(0);
    expect(shown()?.stories?.map(({ id }) => id)).toEqual(['story-2', 'story-1']);
    expect(source.asked.get('events')).toBe(1);
  });

  it('says that the market has ended, and asks for no events again', async () => {
    const { clock, source, shown } = start();
    await clock.advance(0);
    source.end();
    await clock.advance(60_000);
    expect(shown()?.ended).toBe(true);
    expect(source.asked.get('events')).toBe(1);
  });

  it('ends with the signal, without a word about it', async () => {
    const { clock, stop, running, shown } = start();
    await clock.advance(1_000);
    stop.abort();
    await running;
    expect(shown()?.troubles ?? []).toEqual([]);
  });
});
