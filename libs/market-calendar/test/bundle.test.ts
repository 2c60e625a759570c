import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

/** What a bundler makes of a program that uses the package, minified. */
async function bundle(program: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['@tickerlake/source'],
    write: false,
  });
  return outputFiles.map(({ text }) => text).join('');
}

test('the whole package weighs at most 10 kB compressed, and imports nothing', async () => {
  const code = await bundle(`export * from '@tickerlake/market-calendar';`);
  expect(gzipSync(code).length).toBeLessThan(10_000);
  expect(code).not.toMatch(/\bimport\b|\brequire\(/);
});

test('New York time alone leaves the calendar of sessions out', async () => {
  const code = await bundle(
    `export { formatNewYork, fromNewYork, newYorkDate, newYorkHour } from '@tickerlake/market-calendar';`,
  );
  expect(code).not.toMatch(/Thanksgiving|Sandy|2030-12-31/);
  expect(gzipSync(code).length).toBeLessThan(1_500);
});
