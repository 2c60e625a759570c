import { keepNewest } from '../keep-newest.ts';
import {
  type FlowSample,
  type LakeHighs,
  type LivePatch,
  MAX_BARS,
  MAX_NEWS,
  MAX_NOTICES,
  MAX_SAMPLES,
  type MinuteBar,
  type PairRate,
  type PriceBase,
  type SeenNotice,
  type SessionTimes,
  type Story,
  type Trouble,
} from '../live-patch.ts';
import type { PageMarket, StageId, StageStatus } from '../page-source.ts';
import { differenceOf } from './account.ts';

/** A company as the page holds it. */
export interface CompanyState {
  readonly name: string;
  last?: { readonly price: number; readonly atMs: number };
  base?: PriceBase;
  /** Minutes of the session shown, by their start. */
  readonly minutes: Map<number, MinuteBar>;
}

/** What a patch changed: the parts to draw anew, and the companies among them. */
export interface Changes {
  readonly parts: ReadonlySet<Part>;
  readonly companies: ReadonlySet<string>;
}

export type Part = 'market' | 'companies' | 'rates' | 'stories' | 'notices' | 'flow' | 'highs' | 'troubles';

const NOTHING: PageMarket = { simulated: false, speed: 1, symbols: [], pairs: [] };

/** Everything that the page shows, as big as its limits allow and no bigger however long it is open. */
export class PageState {
  market = NOTHING;
  marketTimeMs: number | undefined;
  /** Real time at the server when it last spoke. */
  serverMs = 0;
  session: SessionTimes | undefined;
  ended = false;
  readonly companies = new Map<string, CompanyState>();
  readonly rates = new Map<string, PairRate>();
  readonly stories = new Map<string, Story>();
  readonly notices = new Map<string, SeenNotice>();
  stages: readonly StageStatus[] = [];
  samples: readonly FlowSample[] = [];
  /** Since when, in server time, a stage's counts have not added up. */
  readonly unsettledSinceMs = new Map<StageId, number>();
  highs: LakeHighs = { rows: [] };
  troubles: readonly Trouble[] = [];

  /** Takes a patch in; says what to draw anew. */
  apply(patch: LivePatch): Changes {
    const parts = new Set<Part>(['market']);
    if (patch.isWhole) this.#clear(parts);
    if (patch.market) this.#setMarket(patch.market);
    if (patch.session) this.#openSession(patch.session, parts);
    this.serverMs = patch.nowMs;
    this.marketTimeMs = patch.marketTimeMs ?? this.marketTimeMs;
    this.ended = patch.ended ?? this.ended;
    const all = patch.isWhole || patch.session !== undefined;
    const companies = new Set(all ? this.companies.keys() : patch.companies?.map(({ name }) => name));
    this.#takeLists(patch, parts);
    this.#takeWhole(patch, parts);
    return { parts, companies };
  }

  #clear(parts: Set<Part>): void {
    const everything: Part[] = ['companies', 'rates', 'stories', 'notices', 'flow', 'highs', 'troubles'];
    for (const part of everything) parts.add(part);
    for (const items of [this.companies, this.rates, this.stories, this.notices, this.unsettledSinceMs]) items.clear();
    [this.stages, this.samples, this.troubles, this.highs] = [[], [], [], { rows: [] }];
    [this.session, this.ended] = [undefined, false];
  }

  #setMarket(market: PageMarket): void {
    this.market = market;
    for (const name of market.symbols) this.companies.set(name, { name, minutes: new Map() });
  }

  #openSession(session: SessionTimes, parts: Set<Part>): void {
    this.session = session;
    for (const company of this.companies.values()) company.minutes.clear();
    parts.add('companies');
  }

  #takeLists(patch: LivePatch, parts: Set<Part>): void {
    for (const { name, last, base, bars } of patch.companies ?? []) {
      const company = this.companies.get(name);
      if (!company) continue;
      if (last) company.last = last;
      if (base) company.base = base;
      for (const bar of bars) company.minutes.set(bar.startMs, bar);
      keepNewest(company.minutes, MAX_BARS, ({ startMs }) => startMs);
      parts.add('companies');
    }
    for (const rate of patch.rates ?? []) this.rates.set(rate.name, rate);
    for (const story of patch.stories ?? []) this.stories.set(story.id, story);
    for (const notice of patch.notices ?? []) this.notices.set(notice.id, notice);
    keepNewest(this.stories, MAX_NEWS, ({ atMs }) => atMs);
    keepNewest(this.notices, MAX_NOTICES, ({ seenAtMs }) => seenAtMs);
    if (patch.samples) this.samples = [...this.samples, ...patch.samples].slice(-MAX_SAMPLES);
    for (const part of ['rates', 'stories', 'notices'] as const) if (patch[part]) parts.add(part);
  }

  #takeWhole(patch: LivePatch, parts: Set<Part>): void {
    if (patch.stages) {
      this.stages = patch.stages;
      this.#watchAccount();
      parts.add('flow');
      // Ages grow while nothing comes.
      parts.add('notices');
    }
    if (patch.highs) {
      this.highs = patch.highs;
      parts.add('highs');
    }
    if (patch.troubles) {
      this.troubles = patch.troubles;
      parts.add('troubles');
    }
  }

  #watchAccount(): void {
    for (const stage of this.stages) {
      if (differenceOf(stage) === 0) this.unsettledSinceMs.delete(stage.id);
      else if (!this.unsettledSinceMs.has(stage.id)) this.unsettledSinceMs.set(stage.id, this.serverMs);
    }
  }
}
