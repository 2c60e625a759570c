/**
 * The anchor that GitHub gives a heading: lower case, without punctuation, hyphens for spaces. Its rule is not documented;
 * this is what it does to letters, digits, marks, underscores and hyphens of any script.
 */
const slugOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');

/** The anchors of a page's headings, in order; of equal ones the second ends in `-1`, the third in `-2`. */
export function githubAnchors(headings: readonly string[]): string[] {
  const repeats = new Map<string, number>();
  return headings.map((heading) => {
    const slug = slugOf(heading);
    let anchor = slug;
    while (repeats.has(anchor)) {
      const times = (repeats.get(slug) ?? 0) + 1;
      repeats.set(slug, times);
      anchor = `${slug}-${times}`;
    }
    repeats.set(anchor, 0);
    return anchor;
  });
}
