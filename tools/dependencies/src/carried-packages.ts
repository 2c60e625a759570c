import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { CarriedPackage } from './licence-notices.ts';

const manifestSchema = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });

/** Files that licences mean by "the above copyright notice", and Apache's NOTICE. */
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/iu;

/** A package as it is installed in `folder`, with the texts of its licence. */
export function readCarriedPackage(folder: string): CarriedPackage {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (file) => file.isFile() && LICENCE_FILE.test(file.name),
  );
  const texts = files.map(({ name }) => readFileSync(join(folder, name), 'utf8'));
  return { name: manifest.name, version: manifest.version, licence: manifest.license, texts };
}
