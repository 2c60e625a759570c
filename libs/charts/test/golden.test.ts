import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toPng } from '../src/png.ts';
import { comparePictures, PICTURE_TOLERANCE } from './compare-pictures.ts';
import { type GoldenCase, listGoldenCases } from './golden-cases.ts';

/** `UPDATE_GOLDEN=1` draws the pictures anew; look at each before you commit it. */
const UPDATE = process.env['UPDATE_GOLDEN'] === '1';
const PACKAGE = join(import.meta.dirname, '..');
const GOLDEN = join(import.meta.dirname, 'golden');
const OUTPUT = join(PACKAGE, 'test-output');
const HOW = 'Is the new picture right? Then UPDATE_GOLDEN=1 keeps it.';

const cases = await listGoldenCases();

const draw = ({ draw: drawCase }: GoldenCase): Uint8Array => toPng(drawCase(), { scale: 1 });

const writeOutput = (name: string, picture: Uint8Array): string => {
  mkdirSync(OUTPUT, { recursive: true });
  writeFileSync(join(OUTPUT, name), picture);
  return relative(PACKAGE, join(OUTPUT, name));
};

/** Says nothing where the pictures agree. */
const complaint = (name: string, picture: Uint8Array): string => {
  const file = join(GOLDEN, `${name}.png`);
  if (!existsSync(file))
    return `There is no picture ${name}.png; drawn: ${writeOutput(`${name}.png`, picture)}. ${HOW}`;
  const { differing, sizes, difference } = comparePictures(picture, readFileSync(file));
  if (differing <= PICTURE_TOLERANCE) return '';
  const files = [writeOutput(`${name}.png`, picture)];
  if (difference) files.push(writeOutput(`${name}-difference.png`, difference));
  return `${(differing * 100).toFixed(3)}% of the pixels differ (${sizes}): ${files.join(', ')}. ${HOW}`;
};

describe('the golden pictures', () => {
  it.each(cases)('$name is drawn as it was', (golden) => {
    const picture = draw(golden);
    if (UPDATE) writeFileSync(join(GOLDEN, `${golden.name}.png`), picture);
    expect(complaint(golden.name, picture)).toBe('');
  });

  it('are those of the cases and no others', () => {
    const kept = globSync('*.png', { cwd: GOLDEN }).map((file) => basename(file, '.png'));
    expect(kept.toSorted()).toEqual(cases.map(({ name }) => name).toSorted());
  });
});
