import { describe, expect, it } from 'vitest';
import { accountFor, type Ledger } from './account.ts';
import { parsePage } from './page.ts';

const NOTHING: Ledger = { elsewhere: [], pictures: [] };
const READS = "blocks('json')";
const tests = {
  runs: ({ text }: { text: string }) => text.startsWith('run'),
  read: (file: string) => (file === 'there.test.ts' ? `const [x] = ${READS};` : undefined),
};
const block = (language: string, ...lines: string[]): string[] => [`\`\`\`${language}`, ...lines, '```'];
const account = (lines: readonly string[], ledger: Ledger = NOTHING) =>
  accountFor([parsePage('x.md', ['# X', ...lines].join('\n'))], ledger, tests);

describe('a block', () => {
  it.each([
    [block('ts', '1;')],
    [block('sh', 'aws x')],
    [[...block('sh', 'run'), ...block('', 'printed')]],
    [block('console', '$ run', 'printed')],
    [block('console', '$ other')],
  ])('is accounted for by its language: %j', (lines) => {
    const { entries, complaints } = account(lines);
    expect(complaints).toEqual([]);
    expect(entries.length).toBeGreaterThan(0);
  });

  it.each([
    [block('json', '{}'), 'x.md:3 is a `json` block, which nobody checks'],
    [block('typescript', '1'), 'x.md:3 is a `typescript` block, which nobody checks: write `ts`'],
    [block('', 'a'), 'x.md:3 shows what no command that the tests run prints'],
    [[...block('sh', 'aws x'), ...block('', 'printed')], 'x.md:6 shows what no command that the tests run prints'],
    [block('console', '$ aws x', 'printed'), 'x.md:3 shows the output of a command that no test runs'],
  ])('that nobody checks is told, with what to do: %j', (lines, complaint) => {
    const { complaints } = account(lines);
    expect(complaints).toEqual([expect.stringContaining(complaint)]);
    expect(complaints[0]).toContain('say in tools/docs/test/blocks-ledger.ts which.');
  });

  it('is accounted for by a test that reads it, or as a picture', () => {
    const lines = [...block('json', '{}'), ...block('', '  a ─▶ b')];
    const ledger: Ledger = {
      elsewhere: [{ page: 'x.md', language: 'json', test: 'there.test.ts', reads: READS }],
      pictures: [{ page: 'x.md', begins: 'a ─▶', why: 'a drawing' }],
    };
    expect(account(lines, ledger)).toMatchObject({
      complaints: [],
      entries: [{ checkedBy: 'there.test.ts' }, { checkedBy: 'not run: a drawing' }],
    });
  });
});

describe('an entry of the ledger', () => {
  it('that no block needs is stale', () => {
    const { complaints } = account([], { ...NOTHING, pictures: [{ page: 'x.md', begins: 'a ─▶', why: '' }] });
    expect(complaints).toEqual([expect.stringMatching(/knows of a block of x\.md that is not there: take out "a ─▶"/)]);
  });

  it.each(['gone.test.ts', 'there.test.ts'])('is stale when %s does not read the block', (test) => {
    const ledger: Ledger = {
      ...NOTHING,
      elsewhere: [{ page: 'x.md', language: 'json', test, reads: 'elsewhere(' }],
    };
    const { complaints } = account(block('json', '{}'), ledger);
    expect(complaints).toEqual([expect.stringContaining(`says that ${test} reads the json blocks of x.md`)]);
  });
});
