/** ` Did you mean …?` where a known word is near, else nothing. */
export function didYouMean(text: string, words: readonly string[]): string {
  const near = nearest(text, words);
  return near === undefined ? '' : ` Did you mean ${near}?`;
}

/** More slips than these are another word. */
const MAX_EDITS = 2;

/**
 * The known word that was most likely meant, or `undefined`: one that the text begins, or that begins the text, or one at
 * most two slips away. Where half of a short word would have to change nothing was meant: `7m` is not `1m`.
 */
export function nearest<Word extends string>(text: string, words: readonly Word[]): Word | undefined {
  const scored = words.map((word) => ({ word, distance: distanceOf(text, word) }));
  return scored
    .filter(({ distance }) => distance < Infinity)
    .toSorted((a, b) => a.distance - b.distance)
    .at(0)?.word;
}

function distanceOf(text: string, word: string): number {
  const edits = editDistance(text.toLowerCase(), word.toLowerCase());
  if (edits <= MAX_EDITS && edits * 2 < Math.max(text.length, word.length)) return edits;
  return text.length > 1 && (word.startsWith(text) || text.startsWith(word)) ? MAX_EDITS : Infinity;
}

/** Slips from one word to another: a letter too many, too few, wrong, or two swapped (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? (before[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution, swap));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
