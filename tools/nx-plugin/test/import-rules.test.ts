import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorkshop, type Workshop } from './workshop.ts';

/** A library that eslint.config.js does not know. */
const NEW = 'price-alerts';

/** Who must not import what of ours: the graph of ARCHITECTURE.md. */
const FORBIDDEN = [
  ['libs/market-calendar', '@tickerlake/record-schema'],
  ['libs/record-schema', '@tickerlake/stream-producer'],
  ['libs/market-simulator', '@tickerlake/testing'],
  ['libs/ticker-fetcher', '@tickerlake/stream-producer'],
  ['libs/stream-producer', '@tickerlake/athena-query'],
  ['libs/athena-query', '@tickerlake/ticker-fetcher'],
  ['libs/parquet-file', '@tickerlake/athena-query'],
  ['libs/presentation', '@tickerlake/athena-query'],
  ['libs/charts', '@tickerlake/athena-query'],
  ['libs/athena-query', '@tickerlake/presentation'],
  ['libs/sqs-batch', '@tickerlake/record-schema'],
  ['libs/lambda-app', '@tickerlake/record-schema'],
  ['libs/testing', '@tickerlake/parquet-file'],
  [`libs/${NEW}`, '@tickerlake/ticker-fetcher'],
  [`libs/${NEW}`, '@tickerlake/presentation'],
  ['libs/parquet-file', `@tickerlake/${NEW}`],
  ['libs/record-schema', '../../../../apps/collector/src/collect.ts'],
  ['apps/collector', '../../../transformer/src/transform.ts'],
  ['tools/local-cloud', '../../../../apps/collector/src/collect.ts'],
  ['tools/docs', '@tickerlake/local-cloud'],
  ['examples/notebooks', '@tickerlake/local-cloud'],
] as const;

/** Who must not import what of outside: each client is another's. */
const FORBIDDEN_OUTSIDE = [
  ['libs/market-calendar', 'zod'],
  ['libs/record-schema', 'kysely'],
  ['libs/market-simulator', 'zod'],
  ['libs/ticker-fetcher', '@aws-sdk/client-kinesis'],
  ['libs/stream-producer', '@aws-sdk/client-sqs'],
  ['libs/athena-query', '@aws-sdk/client-s3'],
  ['libs/parquet-file', 'hyparquet'],
  ['libs/sqs-batch', '@aws-sdk/client-kinesis'],
  ['libs/lambda-app', '@aws-sdk/client-sqs'],
  ['libs/presentation', 'linkedom'],
  ['libs/charts', 'linkedom'],
  ['libs/testing', 'zod'],
  [`libs/${NEW}`, 'zod'],
  ['apps/collector', 'yahoo-finance2'],
  ['apps/transformer', 'zod'],
  ['apps/log-pipe', '@aws-sdk/client-sqs'],
  ['apps/processor', 'hyparquet-writer'],
  ['apps/market-feed', '@aws-sdk/client-kinesis'],
  ['apps/infrastructure', 'kysely'],
  ['apps/analysis', 'kysely'],
  ['tools/local-cloud', 'zod'],
  ['tools/dependencies', 'kysely'],
  ['tools/docs', 'zod'],
  ['tools/release', 'verdaccio'],
  ['tools/nx-plugin', 'zod'],
  ['examples/notebooks', 'zod'],
] as const;

/** What they may import: rules that refused everything would be no rules. */
const ALLOWED = [
  ['libs/record-schema', '@tickerlake/market-calendar'],
  ['libs/charts', '@tickerlake/presentation'],
  [`libs/${NEW}`, '@tickerlake/record-schema'],
  [`libs/${NEW}`, '@tickerlake/market-calendar'],
  ['apps/collector', '@tickerlake/ticker-fetcher'],
  ['apps/analysis', '@tickerlake/local-cloud'],
  ['libs/record-schema', 'zod'],
  ['libs/athena-query', 'kysely'],
] as const;

/** In the rule's words: a wrong tag, a way back to the two that all others use, or a path into another project. */
const REFUSED =
  /can only depend on libs tagged with|Circular dependency|cannot be imported by a relative or absolute path/u;

const RULE = '@nx/enforce-module-boundaries';

interface Linted {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
}

const seedOf = (project: string, imported: string): string =>
  `${project}/src/seeds/${imported.replaceAll(/[@/.]/gu, '-')}.ts`;

/** A busy machine installs and plans slowly. */
const PATIENCE_MS = 300_000;

let workshop: Workshop;
let linted: readonly Linted[];

/** What the rule says of one import in one project. */
const refusals = (project: string, imported: string): readonly string[] =>
  linted
    .filter(({ filePath }) => filePath.endsWith(`/${seedOf(project, imported)}`))
    .flatMap(({ messages }) => messages)
    .filter(({ ruleId }) => ruleId === RULE)
    .map(({ message }) => message);

beforeAll(async () => {
  workshop = await startWorkshop(NEW);
  const seeds = [...FORBIDDEN, ...FORBIDDEN_OUTSIDE, ...ALLOWED].map(([project, imported]) => {
    const file = seedOf(project, imported);
    mkdirSync(dirname(join(workshop.folder, file)), { recursive: true });
    writeFileSync(join(workshop.folder, file), `export * from '${imported}';\n`);
    return file;
  });
  const { stdout } = await workshop.run('eslint', ['--format', 'json', ...seeds]);
  linted = JSON.parse(stdout);
}, PATIENCE_MS);
afterAll(() => workshop?.end());

describe.each(FORBIDDEN)('%s', (project, imported) => {
  it(`does not import ${imported}`, () => {
    expect(refusals(project, imported)).toEqual([expect.stringMatching(REFUSED)]);
  });
});

describe.each(FORBIDDEN_OUTSIDE)('%s', (project, imported) => {
  it(`does not import ${imported}`, () => {
    expect(existsSync(join(workshop.folder, project, 'package.json'))).toBe(true);
    expect(refusals(project, imported)).toEqual([expect.stringContaining('is not allowed to import')]);
  });
});

describe.each(ALLOWED)('%s', (project, imported) => {
  it(`imports ${imported}`, () => {
    expect(linted.some(({ filePath }) => filePath.endsWith(`/${seedOf(project, imported)}`))).toBe(true);
    expect(refusals(project, imported)).toEqual([]);
  });
});
