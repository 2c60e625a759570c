import { formatBytes, formatCount } from '@tickerlake/presentation';
import type { SeenNotice } from '../live-patch.ts';
import { byId, el, setChildren, setText } from './dom.ts';
import { formatAge, shortChecksum, shortKey } from './labels.ts';
import type { PageState } from './page-state.ts';

interface Row {
  readonly element: HTMLElement;
  readonly age: HTMLElement;
}

/** A key that may be broken after each folder, and nowhere else. */
const brokenAtFolders = (key: string): Element[] =>
  key.split(/(?<=\/)/).flatMap((part) => [el('span', {}, part), el('wbr')]);

const createRow = (notice: SeenNotice): Row => {
  const age = el('td');
  const element = el(
    'tr',
    {},
    el('th', { scope: 'row', title: `${notice.bucket}/${notice.key}` }, ...brokenAtFolders(shortKey(notice.key))),
    el('td', { class: 'word' }, notice.kind),
    el('td', {}, formatCount(notice.records)),
    el('td', {}, formatBytes(notice.bytes)),
    age,
    el('td', { class: 'word', title: notice.checksum }, el('code', {}, shortChecksum(notice.checksum))),
  );
  return { element, age };
};

/** The table of notices, newest first. */
export class NoticesView {
  readonly #rows = new Map<string, Row>();

  render({ notices, serverMs }: PageState): void {
    for (const id of this.#rows.keys()) if (!notices.has(id)) this.#rows.delete(id);
    const newestFirst = [...notices.values()].toSorted((a, b) => b.seenAtMs - a.seenAtMs);
    const elements = newestFirst.map((notice) => {
      const row = this.#rows.get(notice.id) ?? createRow(notice);
      this.#rows.set(notice.id, row);
      setText(row.age, `${formatAge(serverMs - notice.seenAtMs)} ago`);
      return row.element;
    });
    setChildren(byId('notice-rows'), elements);
  }
}
