import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A command of an AWS SDK client: `kinesis`, `PutRecords`. */
export interface SdkCommand {
  /** The package without `@aws-sdk/client-`. */
  readonly client: string;
  readonly command: string;
}

const DIST = join(import.meta.dirname, '../..');
const reportSchema = z.object({
  outputs: z.record(z.string(), z.object({ inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })) })),
});

const bundleText = (app: string): string => readFileSync(join(DIST, app, 'dist/handler.mjs'), 'utf8');

/** Paths of the modules of which something is left in an app's bundle, as the build reports it. */
function modulesOf(app: string): string[] {
  const report = reportSchema.parse(JSON.parse(readFileSync(join(DIST, app, 'dist/metafile-esm.json'), 'utf8')));
  const output = Object.entries(report.outputs).find(([path]) => path.endsWith('handler.mjs'));
  return Object.entries(output?.[1].inputs ?? {}).flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [path] : [],
  );
}

const COMMAND_MODULE = /@aws-sdk\/client-([\w-]+)\/dist-es\/commands\/(\w+)Command\.js$/;

/** The commands of service clients that an app's bundle holds: what nobody constructs is not bundled. */
export const commandsIn = (app: string): SdkCommand[] =>
  modulesOf(app).flatMap((path) => {
    const [, client, command] = COMMAND_MODULE.exec(path) ?? [];
    return client === undefined || command === undefined ? [] : [{ client, command }];
  });

/** Names of all commands whose modules are bundled, those of the SDK's own way to credentials included. */
export const bundledCommandNames = (app: string): string[] =>
  [...new Set(modulesOf(app).flatMap((path) => /\/commands\/(\w+)Command\.js$/.exec(path)?.[1] ?? []))].toSorted();

/** As the minified text of a bundle has them: `class A extends B(c,d,"PutRecords",e){…}`. */
const COMMAND_CLASS = /class extends [\w$]+\([\w$]+,[\w$]+,"([A-Z]\w+)",[\w$]+\)/g;

/** The same names, read from the bundle's own text. */
export const writtenCommandNames = (app: string): string[] =>
  [...new Set(Array.from(bundleText(app).matchAll(COMMAND_CLASS), ([, name = '']) => name))].toSorted();

/** Clients that a bundle leaves to the runtime: what is called of them stands in no report. */
export const externalClients = (app: string): string[] =>
  Array.from(bundleText(app).matchAll(/from\s*"(@aws-sdk\/[\w-]+)"/g), ([, name = '']) => name);
