import { defineConfig } from 'vitest/config';

// '@tickerlake/source' makes tests use the libraries' sources. 'module' is left out on purpose: the AWS SDK's
// "module" files use extensionless imports that Node cannot load.
const conditions = ['@tickerlake/source', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['{src,test}/**/*.test.ts'],
    // Property tests take their time on a busy machine; a test that hangs still ends.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    onConsoleLog: () => {
      throw new Error('A test wrote to the console: libraries never print, and tests assert on what is printed.');
    },
  },
});
