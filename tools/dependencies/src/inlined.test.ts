import { expect, it } from 'vitest';
import { inlinedPackages } from './inlined.ts';

const metafile = {
  inputs: { '../../node_modules/read-but-unused/index.js': {} },
  outputs: {
    'dist/main.mjs': {
      inputs: {
        'src/main.ts': { bytesInOutput: 10 },
        '../../libs/record-schema/src/index.ts': { bytesInOutput: 10 },
        '../../node_modules/zod/v4/core.js': { bytesInOutput: 10 },
        '../../node_modules/zod/v4/api.js': { bytesInOutput: 0 },
        '../../node_modules/read-but-unused/index.js': { bytesInOutput: 0 },
        'node_modules/nearer/index.js': { bytesInOutput: 1 },
      },
    },
    'dist/chunk.mjs': {
      inputs: { '../../node_modules/@aws-sdk/core/node_modules/@smithy/core/dist/index.js': { bytesInOutput: 10 } },
    },
  },
};

it('names each package of which something is in an output, by the place where it lies', () => {
  expect([...inlinedPackages(metafile, 'apps/analysis')]).toEqual([
    'node_modules/zod',
    'apps/analysis/node_modules/nearer',
    'node_modules/@aws-sdk/core/node_modules/@smithy/core',
  ]);
});

it('refuses what is no metafile', () => {
  expect(() => inlinedPackages({ inputs: {} }, 'apps/analysis')).toThrow('outputs');
});
