import { join } from 'node:path';
import { defineConfig } from 'tsup';
import lambda from '../../tsup.lambda.ts';

/** Dependencies that the bundle has in another form; each file says why. */
export const alias = { tldts: join(import.meta.dirname, 'src/no-public-suffixes.ts') };

if (typeof lambda === 'function' || Array.isArray(lambda))
  throw new TypeError('tsup.lambda.ts exports one set of options');
const { esbuildOptions } = lambda;

/** The Lambda bundle of all apps, with the aliases above. */
export default defineConfig({
  ...lambda,
  esbuildOptions(options, context) {
    esbuildOptions?.(options, context);
    options.alias = alias;
  },
});
