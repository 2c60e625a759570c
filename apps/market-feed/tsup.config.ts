import { defineConfig } from 'tsup';
import lambda from '../../tsup.lambda.ts';

if (typeof lambda === 'function' || Array.isArray(lambda))
  throw new TypeError('tsup.lambda.ts exports one set of options');

/** The server as one minified file, built as the Lambda bundles are. */
export default defineConfig({ ...lambda, entry: ['src/main.ts'] });
