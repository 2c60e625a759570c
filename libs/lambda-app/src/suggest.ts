/** How many letters must change, come or go to turn one word into the other (Levenshtein). */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The known word that a misspelt one most likely means, where one is near: `symbol` → `symbols`. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  const near = known
    .map((candidate) => ({ candidate, steps: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, steps }) => steps <= Math.max(2, candidate.length / 4))
    .toSorted((a, b) => a.steps - b.steps);
  return near[0]?.candidate;
}

/** What to say of a name that is not known: what was probably meant, and what is allowed. */
export function unknownName(word: string, known: readonly string[]): string {
  const meant = suggest(word, known);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `is not known.${hint} Allowed: ${known.join(', ')}.`;
}
