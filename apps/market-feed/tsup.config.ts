import { defineConfig } from 'tsup';
import lambda from '../../tsup.lambda.ts';

if (typeof lambda === 'function' || Array.isArray(lambda))
  throw new TypeError('tsup.lambda.ts exports one set of options');

/**
 * The server of `npm start` and the Lambda function, each as one minified file with all that it needs. The metafile tells
 * what each of the two holds: `outputs['dist/handler.mjs']`, `outputs['dist/main.mjs']`.
 */
export default defineConfig({ ...lambda, entry: ['src/main.ts', 'src/handler.ts'] });
