import { type Block, type Page, placeOf } from './page.ts';
import type { Command } from './shell.ts';
import { sectionsOf, type Step } from './steps.ts';

/** Blocks that a test elsewhere reads and checks. */
interface Elsewhere {
  readonly page: string;
  /** The test, from the root of the repository. */
  readonly test: string;
  /** How it reads the blocks, word for word as it stands in the test: gone from there, the claim is stale. */
  readonly reads: string;
  readonly language: string;
}

/** A plain block that no command prints. */
interface Picture {
  readonly page: string;
  /** Words of its first line that is not empty. */
  readonly begins: string;
  /** What it is, and what holds it to the truth. */
  readonly why: string;
}

/** What is known of blocks beyond what their language says. */
export interface Ledger {
  readonly elsewhere: readonly Elsewhere[];
  readonly pictures: readonly Picture[];
}

/** A block, and who checks it. */
interface Entry {
  readonly block: Block;
  readonly checkedBy: string;
}

export interface Account {
  readonly entries: readonly Entry[];
  /** Blocks that nobody checks, and entries of the ledger that no block needs; each says what to do. */
  readonly complaints: readonly string[];
}

const LEDGER_FILE = 'tools/docs/test/blocks-ledger.ts';

/** What an account needs to know of the tests. */
export interface Tests {
  /** Whether a command is run and its output looked at. */
  readonly runs: (command: Command) => boolean;
  /** The text of a test, `undefined` where there is none. */
  readonly read: (file: string) => string | undefined;
}

/** Says of every block who checks it. */
export function accountFor(pages: readonly Page[], ledger: Ledger, tests: Tests): Account {
  const used = new Set<Elsewhere | Picture>();
  const entries: Entry[] = [];
  const complaints = pages.flatMap((page) => page.complaints);
  for (const page of pages) {
    const steps = sectionsOf(page).flatMap((section) => section.steps);
    const compared = new Set(
      steps.filter((step) => tests.runs(step.command)).flatMap(({ shown }) => shown?.place ?? []),
    );
    const notCompared = steps.filter(({ shown }) => shown && !compared.has(shown.place));
    for (const block of page.blocks) {
      const known = findEntry(ledger, block);
      if (known) used.add(known);
      const checkedBy = known ? describe(known) : checkerOf(block, compared, notCompared);
      if (checkedBy === undefined) complaints.push(unchecked(block));
      else entries.push({ block, checkedBy });
    }
  }
  complaints.push(...staleEntries(ledger, used, tests));
  return { entries, complaints };
}

const findEntry = (ledger: Ledger, block: Block): Elsewhere | Picture | undefined =>
  ledger.elsewhere.find(({ page, language }) => page === block.page && language === block.language) ??
  ledger.pictures.find(
    ({ page, begins }) =>
      page === block.page && block.language === '' && block.text.trimStart().startsWith(begins.trimStart()),
  );

const describe = (entry: Elsewhere | Picture): string => ('test' in entry ? entry.test : `not run: ${entry.why}`);

/** Who checks a block of this language wherever it stands. */
function checkerOf(block: Block, compared: ReadonlySet<string>, notCompared: readonly Step[]): string | undefined {
  if (block.language === 'ts') return 'blocks-programs.test.ts';
  if (block.language === 'sh') return 'blocks-commands.test.ts, blocks-sessions.test.ts';
  if (block.language === '' && compared.has(placeOf(block))) return 'blocks-sessions.test.ts';
  const last = block.line + block.text.split('\n').length;
  const isWithin = ({ place }: Step): boolean => {
    const [, page, line] = /^(.*):(\d+)$/.exec(place) ?? [];
    return page === block.page && Number(line) >= block.line && Number(line) < last;
  };
  return block.language === 'console' && !notCompared.some(isWithin) ? 'blocks-sessions.test.ts' : undefined;
}

const HOW: Readonly<Record<string, string>> = {
  '': 'shows what no command that the tests run prints: put it below one that does, or name its language',
  console: 'shows the output of a command that no test runs: show one that is run',
};

const unchecked = (block: Block): string =>
  `${placeOf(block)} ${
    HOW[block.language] ??
    `is a \`${block.language}\` block, which nobody checks: write \`ts\` or \`sh\` where it is one of these`
  }; else have a test read it, and say in ${LEDGER_FILE} which.`;

function staleEntries({ elsewhere, pictures }: Ledger, used: ReadonlySet<Elsewhere | Picture>, tests: Tests): string[] {
  const unused = [...elsewhere, ...pictures]
    .filter((entry) => !used.has(entry))
    .map((entry) => `${LEDGER_FILE} knows of a block of ${entry.page} that is not there: take out ${nameOf(entry)}.`);
  const gone = elsewhere
    .filter(({ test, reads }) => tests.read(test)?.includes(reads) !== true)
    .map(
      ({ page, language, test, reads }) =>
        `${LEDGER_FILE} says that ${test} reads the ${language} blocks of ${page}, but \`${reads}\` is not in it: check them there, or take the entry out.`,
    );
  return [...unused, ...gone];
}

const nameOf = (entry: Elsewhere | Picture): string =>
  'test' in entry ? `the ${entry.language} block of ${entry.test}` : `"${entry.begins}"`;
