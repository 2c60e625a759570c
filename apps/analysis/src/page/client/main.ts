import { CompaniesView } from './companies-view.ts';
import { Connection, readPatch } from './connection.ts';
import { createFrameLoop } from './frame-loop.ts';
import { HighsView } from './highs-view.ts';
import { renderMasthead, renderTroubles, showConnection } from './masthead-view.ts';
import { NewsView } from './news-view.ts';
import { NoticesView } from './notices-view.ts';
import { type Part, PageState } from './page-state.ts';
import { PipelineView } from './pipeline-view.ts';
import { RatesView } from './rates-view.ts';

const state = new PageState();
/** What changed since the last frame. */
const parts = new Set<Part>();
const companies = new Set<string>();

const scheduleFrame = createFrameLoop(drawChanges, (frame) => requestAnimationFrame(frame));
const companiesView = new CompaniesView(() => companiesView.renderChosen(state));
const [pipeline, rates, news, highs, notices] = [
  new PipelineView(),
  new RatesView(),
  new NewsView(),
  new HighsView(),
  new NoticesView(),
];

function drawChanges(): void {
  renderMasthead(state);
  if (parts.has('troubles')) renderTroubles(state);
  if (parts.has('companies')) companiesView.render(state, { companies });
  if (parts.has('rates')) rates.render(state);
  // A story is marked by what prices did around it.
  if (parts.has('stories') || parts.has('flow')) news.render(state);
  if (parts.has('notices')) notices.render(state);
  if (parts.has('highs')) highs.render(state);
  if (parts.has('flow')) {
    pipeline.render(state);
    highs.renderAge(state);
  }
  parts.clear();
  companies.clear();
}

const connection = new Connection(
  {
    fetchState: async () => {
      const response = await fetch('/api/state');
      if (!response.ok) throw new Error(`The page's state was answered with ${response.status}.`);
      return readPatch(await response.text());
    },
    openStream: (afterId) => new EventSource(`/api/live?after=${encodeURIComponent(afterId)}`),
    setTimer: (callback, ms) => window.setTimeout(callback, ms),
    clearTimer: (timer) => window.clearTimeout(timer),
  },
  {
    onPatch(patch) {
      const changes = state.apply(patch);
      for (const part of changes.parts) parts.add(part);
      for (const name of changes.companies) companies.add(name);
      scheduleFrame();
    },
    onState: showConnection,
  },
);
void connection.start();
