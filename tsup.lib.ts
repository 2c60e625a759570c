import { defineConfig } from 'tsup';

/** Publishable library: one ESM file and one bundled d.ts. Dependencies stay external, devDependencies are inlined. */
export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm'],
  target: 'node22',
  platform: 'neutral',
  external: [/^node:/],
  dts: true,
  sourcemap: true,
  clean: true,
  silent: true,
  esbuildOptions(options) {
    options.conditions = ['@tickerlake/source'];
  },
});
