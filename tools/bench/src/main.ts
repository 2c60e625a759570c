import { globSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import type { Bench, BenchResult } from '@tickerlake/testing';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Three significant digits, thousands apart: 1,250,000; 13.9; 0.714. */
const figure = (value: number): string => value.toLocaleString('en-US', { maximumSignificantDigits: 3 });

const line = ({ name, value, unit, peer, peerValue }: BenchResult): string =>
  `  ${name}\n    ${figure(value)} ${unit}, against ${figure(peerValue)} (${peer}): ratio ${figure(value / peerValue)}\n`;

const isBench = (exported: unknown): exported is Bench => typeof exported === 'function';

async function loadBench(file: string): Promise<Bench> {
  const exports: unknown = await import(file);
  const bench: unknown = Reflect.get(Object(exports), 'bench');
  if (isBench(bench)) return bench;
  throw new TypeError(`${file} exports no function named bench`);
}

/** Runs every `bench/*.bench.ts`, or those whose path holds a word given as argument, one after the other. */
async function main(words: readonly string[]): Promise<void> {
  const files = globSync('{libs,apps,tools}/*/bench/*.bench.ts', { cwd: ROOT })
    .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
    .toSorted();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  process.stdout.write(
    `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'CPU'}, ${memory}\n`,
  );
  for (const file of files) {
    process.stdout.write(`\n${file}\n`);
    for (const result of await loadBench(join(ROOT, file)).then((bench) => bench())) process.stdout.write(line(result));
  }
}

await main(process.argv.slice(2));
