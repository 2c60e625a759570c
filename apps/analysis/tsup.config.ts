import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { defineConfig, type Options } from 'tsup';
import { thirdPartyLicences } from '../../tools/dependencies/src/third-party-licences.ts';

const PAGE = 'src/page/client';
const FUNCTIONS = ['collector', 'transformer', 'log-pipe', 'processor'];

/** Both builds below write into it what they inline; the bundles that travel along inlined code too. */
const licences = thirdPartyLicences({
  root: join(import.meta.dirname, '../..'),
  folder: import.meta.dirname,
  file: 'dist/THIRD-PARTY-LICENSES.txt',
  along: [...FUNCTIONS, 'market-feed'].map((app) => `../${app}`),
});

/**
 * The `tickerlake` command: one entry, its rarely needed parts (charts, DuckDB, AWS clients) as chunks that load when
 * asked for. DuckDB's native module stays outside. The Lambda bundles and the market feed that it starts travel along.
 */
const command: Options = {
  entry: ['src/main.ts'],
  format: ['esm'],
  outExtension: () => ({ js: '.mjs' }),
  target: 'node22',
  platform: 'node',
  noExternal: [/^(?!@duckdb\/|node:)/],
  splitting: true,
  minify: true,
  clean: ['**/*', '!page/**'],
  silent: true,
  metafile: true,
  esbuildPlugins: [licences],
  esbuildOptions(options) {
    options.conditions = ['@tickerlake/source', 'module'];
    // A few inlined packages are CommonJS inside; they ask for Node's own modules by `require`.
    options.banner = { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" };
  },
  async onSuccess() {
    for (const app of FUNCTIONS) {
      await cp(`../${app}/dist/handler.mjs`, `dist/functions/${app}/handler.mjs`);
    }
    await cp('../market-feed/dist/main.mjs', 'dist/market-feed/main.mjs');
  },
};

/** The page that `serve` shows: one script and one style sheet for browsers, beside the command in `page/`. */
const page: Options = {
  entry: { page: `${PAGE}/main.ts`, style: `${PAGE}/page.css` },
  outDir: 'dist/page',
  format: ['esm'],
  outExtension: () => ({ js: '.js' }),
  target: 'es2023',
  platform: 'browser',
  noExternal: [/.*/],
  minify: true,
  clean: true,
  silent: true,
  metafile: true,
  esbuildPlugins: [licences],
  esbuildOptions(options) {
    options.conditions = ['@tickerlake/source', 'module'];
  },
  async onSuccess() {
    for (const file of ['page.html', 'favicon.svg']) await cp(`${PAGE}/${file}`, `dist/page/${file}`);
  },
};

export default defineConfig([command, page]);
