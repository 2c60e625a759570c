import { formatCount } from '@tickerlake/presentation';
import { STAGE_IDS, type StageId, type StageStatus } from '../page-source.ts';
import { tellAccount } from './account.ts';
import { byId, el, setAttribute, setText } from './dom.ts';
import { incomingCurve, lagCurve, rateAt } from './flow-rate.ts';
import { formatAge, formatRate } from './labels.ts';
import { createMonitor, type Monitor } from './monitor-view.ts';
import type { PageState } from './page-state.ts';

/** The parts of the drawing: what flows in, and the two legs that it flows on to. */
const LANES: Readonly<Record<string, readonly StageId[]>> = {
  trunk: ['feed', 'stream'],
  prices: ['delivery', 'transformer', 'bars'],
  logs: ['log-pipe', 'queue', 'processor', 'objects', 'topic', 'dead-letters'],
};

const COUNTS = ['in', 'out', 'waiting', 'lag', 'dropped', 'failed'] as const;
type CountName = (typeof COUNTS)[number];

const NOTES: Readonly<Record<CountName, string>> = {
  in: 'came in',
  out: 'went on',
  waiting: 'came in and is still to go on',
  lag: 'age of the oldest that waits, real time',
  dropped: 'left out on purpose',
  failed: 'could not be read or handed on, and is kept elsewhere',
};

interface StageCard {
  readonly element: HTMLElement;
  update(stage: StageStatus, rate: number | undefined): void;
}

const countOfStage = (stage: StageStatus, name: CountName): string =>
  name === 'lag' ? formatAge(stage.lagMs) : formatCount(stage[name]);

const createCard = (id: StageId): StageCard => {
  const title = el('h4', {}, id);
  const rate = el('b', {}, '–');
  const unit = el('span', {}, '');
  const values = COUNTS.map((name) => ({ name, place: el('dd', {}, '–') }));
  const rows = values.map(({ name, place }) =>
    el('div', { class: name, title: NOTES[name] }, el('dt', {}, name), place),
  );
  const element = el(
    'li',
    { class: 'stage', 'data-stage': id },
    title,
    el('p', { class: 'rate' }, rate, ' ', unit),
    el('dl', {}, ...rows),
  );
  return {
    element,
    update(stage, perSecond) {
      setText(title, stage.label);
      setText(rate, formatRate(perSecond));
      setText(unit, `${stage.unit}/s`);
      for (const { name, place } of values) setText(place, countOfStage(stage, name));
      setAttribute(element, 'data-flows', perSecond !== undefined && perSecond > 0 ? 'yes' : 'no');
      setAttribute(element, 'data-failed', stage.failed > 0 ? 'yes' : 'no');
      setAttribute(element, 'data-waiting', stage.waiting > 0 ? 'yes' : 'no');
    },
  };
};

const MONITORS = [
  { lane: 'trunk', title: 'Stream', incoming: 'stream', lags: ['stream'] },
  { lane: 'prices', title: 'Delivery stream', incoming: 'delivery', lags: ['delivery', 'transformer', 'bars'] },
  {
    lane: 'logs',
    title: 'Log leg',
    incoming: 'log-pipe',
    lags: ['log-pipe', 'queue', 'processor', 'objects', 'topic'],
  },
] as const;

const MARKS = { 'adds up': '✓', settling: '≈', differs: '✗', unknown: '' } as const;

/** The drawing of the pipeline, the curves beside it, and the account below. */
export class PipelineView {
  readonly #cards = new Map<StageId, StageCard>(STAGE_IDS.map((id) => [id, createCard(id)]));
  readonly #monitors: readonly { readonly monitor: Monitor; readonly source: (typeof MONITORS)[number] }[];

  constructor() {
    for (const [lane, ids] of Object.entries(LANES)) {
      const list = document.querySelector(`[data-lane="${lane}"]`);
      list?.append(...ids.flatMap((id) => this.#cards.get(id)?.element ?? []));
    }
    this.#monitors = MONITORS.map((source) => {
      const monitor = createMonitor(source.title);
      document.querySelector(`.lane.${source.lane}`)?.append(monitor.element);
      return { monitor, source };
    });
  }

  render(state: PageState): void {
    for (const stage of state.stages) this.#cards.get(stage.id)?.update(stage, rateAt(state.samples, stage.id));
    for (const { monitor, source } of this.#monitors) {
      monitor.update(incomingCurve(state.samples, source.incoming), lagCurve(state.samples, source.lags));
    }
    this.#renderAccount(state);
  }

  #renderAccount({ stages, unsettledSinceMs, serverMs }: PageState): void {
    const { verdict, text } = tellAccount(stages, unsettledSinceMs, serverMs);
    const place = byId('account');
    setAttribute(place, 'data-verdict', verdict);
    if (place.childElementCount === 0) place.append(el('span', { class: 'mark', 'aria-hidden': 'true' }), el('span'));
    const [mark, words] = place.children;
    if (mark) setText(mark, MARKS[verdict]);
    if (words) setText(words, text);
  }
}
