import { defineConfig } from 'tsup';

/** Lambda function: one minified .mjs with every dependency inlined (libs from their sources). */
export default defineConfig({
  entry: ['src/handler.ts'],
  format: ['esm'],
  outExtension: () => ({ js: '.mjs' }),
  target: 'node24',
  platform: 'node',
  noExternal: [/.*/],
  splitting: false,
  minify: true,
  sourcemap: false,
  clean: true,
  silent: true,
  metafile: true,
  esbuildOptions(options) {
    options.conditions = ['@tickerlake/source', 'module'];
  },
});
