import { newYorkDate, nextSession, previousSession, sessionOn } from '@tickerlake/market-calendar';
import { type Bar, eventTimeMs, type Forex, type News, type Quote } from '@tickerlake/record-schema';
import { CompanyBoard } from './company-board.ts';
import {
  type FlowSample,
  type LakeHighs,
  type LivePatch,
  MAX_NEWS,
  MAX_NOTICES,
  MAX_SAMPLES,
  type PairRate,
  type SeenNotice,
  type SessionTimes,
  type SourcePart,
  type Story,
} from './live-patch.ts';
import type { Notice, PageMarket, StageStatus } from './page-source.ts';
import { VersionedMap } from './versioned-map.ts';

/** A single value with the version at which it last changed. */
interface Cell<Value> {
  readonly value: Value;
  readonly version: number;
}

const toStory = ({ id, headline, symbols, summary, publisher, url, sentiment }: News, atMs: number): Story => ({
  id,
  atMs,
  headline,
  symbols,
  ...(summary !== undefined && { summary }),
  ...(publisher !== undefined && { publisher }),
  ...(url !== undefined && { url }),
  ...(sentiment !== undefined && { sentiment }),
});

const sampleOf = (stages: readonly StageStatus[], atMs: number): FlowSample => ({
  atMs,
  stages: Object.fromEntries(
    stages.map(({ id, in: taken, out, lagMs }) => [id, { in: taken, out, ...(lagMs !== undefined && { lagMs }) }]),
  ),
});

/**
 * What the page shows, newest state only: its size depends on the number of companies, pairs and stages, not on how
 * much happened or who listens. Every change raises the version; `since` tells what came after one.
 */
export class LiveBoard {
  readonly #market: PageMarket;
  readonly #start: string;
  readonly #now: () => number;
  readonly #companies: ReadonlyMap<string, CompanyBoard>;
  readonly #pairs: ReadonlySet<string>;
  readonly #rates: VersionedMap<string, PairRate>;
  readonly #stories = new VersionedMap<string, Story>({ limit: MAX_NEWS, orderOf: ({ atMs }) => atMs });
  readonly #notices = new VersionedMap<string, SeenNotice>({
    limit: MAX_NOTICES,
    orderOf: ({ seenAtMs }) => seenAtMs,
  });
  readonly #samples = new VersionedMap<number, FlowSample>({ limit: MAX_SAMPLES, orderOf: ({ atMs }) => atMs });
  readonly #troubles = new Map<SourcePart, string>();
  #version = 0;
  #marketTimeMs: number | undefined;
  #session: Cell<SessionTimes> | undefined;
  #nextOpenMs = -Infinity;
  #stages: Cell<readonly StageStatus[]> = { value: [], version: 0 };
  #highs: Cell<LakeHighs> = { value: { rows: [] }, version: 0 };
  #troublesVersion = 0;
  #ended: Cell<boolean> = { value: false, version: 0 };

  constructor(market: PageMarket, now: () => number) {
    this.#market = market;
    this.#now = now;
    // A browser that comes back to another process must not take its versions for this one's.
    this.#start = now().toString(36);
    this.#companies = new Map(market.symbols.map((name) => [name, new CompanyBoard(name)]));
    this.#pairs = new Set(market.pairs);
    this.#rates = new VersionedMap({ limit: market.pairs.length, orderOf: ({ atMs }) => atMs });
  }

  /** Where a reader who holds everything goes on. */
  get id(): string {
    return `${this.#start}.${this.#version}`;
  }

  /**
   * Market time goes on; the page turns to a session when it opens, and shows the one before until then.
   * @throws {OutsideCalendarError} outside the calendar's years.
   */
  advance(marketTimeMs: number): void {
    if (marketTimeMs !== this.#marketTimeMs) {
      this.#marketTimeMs = marketTimeMs;
      this.#version += 1;
    }
    if (marketTimeMs >= this.#nextOpenMs) this.#openSession(marketTimeMs);
  }

  /**
   * Takes what happened; companies and pairs that are not shown are passed over.
   * @throws {RecordFieldError} for a record whose time cannot be read.
   */
  take(record: Bar | Quote | Forex | News): void {
    const version = this.#version + 1;
    if (this.#takeRecord(record, version)) this.#version = version;
  }

  /** Takes the counts of this moment. */
  takeStages(stages: readonly StageStatus[]): void {
    const atMs = this.#now();
    this.#stages = { value: stages, version: this.#next() };
    this.#samples.set(atMs, sampleOf(stages, atMs), this.#version);
  }

  /** Takes the newest notices, newest first; those that are known already keep the time at which they were first seen. */
  takeNotices(notices: readonly Notice[]): void {
    const seenAtMs = this.#now();
    for (const [i, notice] of notices.slice(0, MAX_NOTICES).toReversed().entries()) {
      if (this.#notices.get(notice.id)) continue;
      // Those seen at one moment keep their order.
      this.#notices.set(notice.id, { ...notice, seenAtMs: seenAtMs + i / MAX_NOTICES }, this.#next());
    }
  }

  /** Takes the lake's answer. */
  takeHighs(rows: LakeHighs['rows']): void {
    this.#highs = { value: { rows, refreshedMs: this.#now() }, version: this.#next() };
  }

  /** Notes what a part of the source could not tell, or that it can again. */
  note(part: SourcePart, text: string | undefined): void {
    if (this.#troubles.get(part) === text) return;
    if (text === undefined) this.#troubles.delete(part);
    else this.#troubles.set(part, text);
    this.#troublesVersion = this.#next();
  }

  /** The market has ended: nothing more will happen. */
  end(): void {
    this.#ended = { value: true, version: this.#next() };
  }

  /** What changed after a patch, or everything for a reader who has none or one of another process; nothing when nothing did. */
  since(id: string | undefined): LivePatch | undefined {
    const known = this.#versionOf(id);
    if (known === this.#version) return undefined;
    const version = known ?? 0;
    return {
      id: this.id,
      isWhole: known === undefined,
      nowMs: this.#now(),
      ...(this.#marketTimeMs !== undefined && { marketTimeMs: this.#marketTimeMs }),
      ...(known === undefined && { market: this.#market }),
      ...(this.#session && this.#session.version > version && { session: this.#session.value }),
      ...(this.#ended.version > version && { ended: this.#ended.value }),
      ...this.#listsSince(version),
      ...(this.#stages.version > version && { stages: this.#stages.value }),
      ...(this.#highs.version > version && { highs: this.#highs.value }),
      ...(this.#troublesVersion > version && {
        troubles: [...this.#troubles].map(([part, text]) => ({ part, text })),
      }),
    };
  }

  #listsSince(version: number): Pick<LivePatch, 'companies' | 'rates' | 'stories' | 'notices' | 'samples'> {
    const lists = {
      companies: [...this.#companies.values()].flatMap((company) => company.since(version) ?? []),
      rates: this.#rates.since(version),
      stories: this.#stories.since(version),
      notices: this.#notices.since(version),
      samples: this.#samples.since(version),
    };
    return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
  }

  #next(): number {
    this.#version += 1;
    return this.#version;
  }

  #versionOf(id: string | undefined): number | undefined {
    const [start, version] = id?.split('.') ?? [];
    if (start !== this.#start || version === undefined || !/^\d{1,15}$/.test(version)) return undefined;
    return Number(version) <= this.#version ? Number(version) : undefined;
  }

  #openSession(marketTimeMs: number): void {
    const today = sessionOn(newYorkDate(marketTimeMs));
    const session =
      today && today.openMs <= marketTimeMs ? today : previousSession(today?.date ?? newYorkDate(marketTimeMs));
    this.#nextOpenMs = nextSession(session.date).openMs;
    const { date, openMs, closeMs } = session;
    this.#session = { value: { date, openMs, closeMs }, version: this.#next() };
    for (const company of this.#companies.values()) company.open(session, this.#version);
  }

  #takeRecord(record: Bar | Quote | Forex | News, version: number): boolean {
    switch (record.kind) {
      case 'quote':
        return this.#companies.get(record.name)?.takeQuote(record, version) ?? false;
      case 'forex':
        return this.#takeRate(record, version);
      case 'news':
        this.#stories.set(record.id, toStory(record, eventTimeMs(record)), version);
        return true;
      default:
        return this.#companies.get(record.name)?.takeBar(record, version) ?? false;
    }
  }

  #takeRate({ name, bid, ask, ...rest }: Forex, version: number): boolean {
    const atMs = eventTimeMs({ name, bid, ask, ...rest });
    const known = this.#rates.get(name);
    if (!this.#pairs.has(name) || (known && known.atMs > atMs)) return false;
    const step = known ? Math.sign(bid + ask - known.bid - known.ask) : 0;
    const direction = step < 0 ? -1 : step > 0 ? 1 : (known?.direction ?? 0);
    this.#rates.set(name, { name, bid, ask, atMs, direction }, version);
    return true;
  }
}
