/** On a page `…` stands for anything: within its line, or, alone on a line, for any number of lines. */
const ANYTHING = '…';

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Lines that a page shows, as a pattern for the whole of a text. */
function patternOf(lines: readonly string[], open: boolean): RegExp {
  const parts = lines.map((line) =>
    line.trim() === ANYTHING
      ? String.raw`(?:[^\n]*\n)*?`
      : `${line.trimEnd().split(ANYTHING).map(escape).join('[^\\n]*')}[ \\t]*\\n`,
  );
  return new RegExp(`^${parts.join('')}${open ? '' : '$'}`);
}

const linesOf = (text: string): string[] => text.trimEnd().split('\n');
const marked = (lines: readonly string[]): string => lines.map((line) => `  | ${line}`).join('\n');

/**
 * Compares what a page shows with what was printed. `undefined` where they agree, else which line of the page is wrong
 * and what was printed.
 */
export function differenceFrom(shown: string, printed: string): string | undefined {
  const [expected, came] = [linesOf(shown), linesOf(printed)];
  const text = came.map((line) => `${line}\n`).join('');
  if (patternOf(expected, false).test(text)) return undefined;
  const wrong = expected.findIndex((_, index) => !patternOf(expected.slice(0, index + 1), true).test(text));
  if (wrong === -1) return `the page ends after ${expected.length} lines, printed was more:\n${marked(came)}`;
  return `line ${wrong + 1} of what the page shows did not come:\n${marked([expected[wrong] ?? ''])}\nprinted was:\n${marked(came)}`;
}
