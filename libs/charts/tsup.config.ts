import { cp, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { defineConfig } from 'tsup';
import library from '../../tsup.lib.ts';

const INTER = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/inter/package.json'));
const FONTS = {
  'Inter-Regular.ttf': '400Regular/Inter_400Regular.ttf',
  'Inter-SemiBold.ttf': '600SemiBold/Inter_600SemiBold.ttf',
  'LICENSE.txt': 'LICENSE_FONT',
};

/** The charts, which a browser can run too, and their pictures, which take Node and fonts that travel along. */
export default defineConfig({
  ...(typeof library === 'object' && !Array.isArray(library) ? library : {}),
  entry: ['src/index.ts', 'src/png.ts'],
  async onSuccess() {
    await mkdir('dist/fonts', { recursive: true });
    for (const [name, source] of Object.entries(FONTS)) await cp(join(INTER, source), join('dist/fonts', name));
  },
});
