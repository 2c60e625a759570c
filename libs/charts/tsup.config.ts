import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { defineConfig } from 'tsup';
import library from '../../tsup.lib.ts';
import { withTabularDigits } from './build/tabular-digits.ts';

const INTER = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/inter/package.json'));
const FONTS = { Regular: '400Regular/Inter_400Regular.ttf', SemiBold: '600SemiBold/Inter_600SemiBold.ttf' };

/** The charts, which a browser can run too, and their pictures, which take Node and fonts that travel along. */
export default defineConfig({
  ...(typeof library === 'object' && !Array.isArray(library) ? library : {}),
  entry: ['src/index.ts', 'src/png.ts'],
  async onSuccess() {
    await mkdir('dist/fonts', { recursive: true });
    for (const [weight, file] of Object.entries(FONTS)) {
      await writeFile(join('dist/fonts', `Inter-${weight}.ttf`), withTabularDigits(await readFile(join(INTER, file))));
    }
    await cp(join(INTER, 'LICENSE_FONT'), 'dist/fonts/LICENSE.txt');
  },
});
