import type { Ledger } from '../src/blocks/account.ts';

const MARKET_FEED = 'apps/market-feed/README.md';
const OPERATIONS = 'docs/operations.md';
const GUIDE_TEST = 'apps/infrastructure/test/operations-guide.test.ts';

/**
 * What checks the blocks that are not checked by their language. `ts` is compiled and run, `sh` and `console` are run
 * or at least parsed, a plain block is compared with what the command above it prints: none of these needs an entry.
 */
export const LEDGER: Ledger = {
  elsewhere: [
    {
      page: MARKET_FEED,
      language: 'console',
      test: 'apps/market-feed/test/readme.test.ts',
      reads: '/```console\\n([^]*?)```/.exec(README)',
    },
    { page: OPERATIONS, language: 'json', test: GUIDE_TEST, reads: "blocks('json')" },
    { page: OPERATIONS, language: 'arithmetic', test: GUIDE_TEST, reads: "blocks('arithmetic')" },
    {
      page: 'docs/benchmarks.md',
      language: '',
      test: 'tools/docs/test/blocks-benchmarks.test.ts',
      reads: "file === 'docs/benchmarks.md'",
    },
  ],
  pictures: [
    {
      page: 'README.md',
      begins: 'fetch ──▶ validate',
      why: 'a drawing of the flow',
    },
  ],
};
