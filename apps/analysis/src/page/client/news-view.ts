import { countOf, formatPercent, shortDate } from '@tickerlake/presentation';
import type { Story } from '../live-patch.ts';
import { byId, el, setChildren, setText, spoken } from './dom.ts';
import { dateOfInstant, directionOf, minuteOf, tellSentiment } from './labels.ts';
import type { PageState } from './page-state.ts';
import { moveAround } from './story-move.ts';

/** The address of a story where it is one that may be opened: only the web, never a script. */
export function webAddress(url: string | undefined): string | undefined {
  const parsed = url === undefined ? null : URL.parse(url);
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.href : undefined;
}

const headlineOf = ({ headline, url }: Story): HTMLElement => {
  const address = webAddress(url);
  if (address === undefined) return el('p', { class: 'headline' }, headline);
  return el(
    'p',
    { class: 'headline' },
    el('a', { href: address, rel: 'noopener noreferrer', target: '_blank' }, headline),
  );
};

const sentimentOf = ({ sentiment }: Story): HTMLElement[] => {
  if (sentiment === undefined) return [];
  const { sign, word, text } = tellSentiment(sentiment);
  const mark = el('span', { 'aria-hidden': 'true' }, sign);
  return [el('span', { class: `sentiment ${word}` }, spoken('Reads '), mark, ` ${text}`)];
};

const timeOf = ({ atMs }: Story, today: string | undefined): HTMLElement => {
  const date = dateOfInstant(atMs);
  const text = date === today ? minuteOf(atMs) : `${shortDate(date)}, ${minuteOf(atMs)}`;
  return el('time', { datetime: new Date(atMs).toISOString() }, text);
};

interface Item {
  readonly element: HTMLElement;
  readonly move: HTMLElement;
  /** What the element was made of; another version of the story makes another. */
  readonly story: Story;
}

const createItem = (story: Story, today: string | undefined): Item => {
  const move = el('span', { class: 'jump' });
  const about = el('span', { class: 'symbols' }, story.symbols.join(' '));
  const meta = el('p', { class: 'meta' }, timeOf(story, today), ' ', about, ' ', ...sentimentOf(story), ' ', move);
  const parts = [story.summary, story.publisher && `— ${story.publisher}`].filter(Boolean).join(' ');
  const summary = parts === '' ? [] : [el('p', { class: 'summary' }, parts)];
  return { element: el('li', {}, meta, headlineOf(story), ...summary), move, story };
};

/** The feed of stories, newest first; those around which a price jumped say so. */
export class NewsView {
  readonly #items = new Map<string, Item>();

  render(state: PageState): void {
    const stories = [...state.stories.values()].toSorted((a, b) => b.atMs - a.atMs || (a.id < b.id ? 1 : -1));
    for (const id of this.#items.keys()) if (!state.stories.has(id)) this.#items.delete(id);
    const elements = stories.map((story) => {
      const known = this.#items.get(story.id);
      const item = known?.story === story ? known : createItem(story, state.session?.date);
      this.#items.set(story.id, item);
      markJump(item, state);
      return item.element;
    });
    setChildren(byId('stories'), elements);
    const note = `${countOf(stories.length, 'story', 'stories')}, newest first. ▲ and ▼ mark how a story reads; a bar at its side marks one around which a price jumped.`;
    setText(byId('news-note'), stories.length === 0 ? 'No story yet.' : note);
  }
}

const markJump = ({ element, move, story }: Item, state: PageState): void => {
  const jump = moveAround(story, state.companies);
  element.classList.toggle('jumped', jump !== undefined);
  setText(move, jump ? `${jump.name} ${directionOf(jump.share).sign} ${formatPercent(jump.share, 1)} around it` : '');
};
