import { cp } from 'node:fs/promises';
import { defineConfig } from 'tsup';

/**
 * The `tickerlake` command: one entry, its rarely needed parts (charts, DuckDB, AWS clients) as chunks that load when
 * asked for. DuckDB's native module stays outside. The Lambda bundles that `run` starts travel along in `functions/`.
 */
export default defineConfig({
  entry: ['src/main.ts'],
  format: ['esm'],
  outExtension: () => ({ js: '.mjs' }),
  target: 'node22',
  platform: 'node',
  noExternal: [/^(?!@duckdb\/|node:)/],
  splitting: true,
  minify: true,
  clean: true,
  silent: true,
  esbuildOptions(options) {
    options.conditions = ['@tickerlake/source', 'module'];
    // A few inlined packages are CommonJS inside; they ask for Node's own modules by `require`.
    options.banner = { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" };
  },
  async onSuccess() {
    for (const app of ['collector', 'transformer']) {
      await cp(`../${app}/dist/handler.mjs`, `dist/functions/${app}/handler.mjs`);
    }
  },
});
