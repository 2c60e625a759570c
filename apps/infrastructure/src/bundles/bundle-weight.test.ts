import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { bundleWeight } from './bundle-weight.ts';

/** Code that gzip cannot make shorter, so that what is left out shows. */
const noise = (name: string, bytes: number): Buffer => {
  let text = '';
  for (let part = 0; text.length < bytes; part++)
    text += createHash('sha256').update(`${name}${part}`).digest('base64');
  return Buffer.from(text.slice(0, bytes));
};

const SDK = '../../node_modules/@aws-sdk/client-sqs/index.js';
const SMITHY = '../../node_modules/@aws-sdk/core/node_modules/@smithy/core/index.js';
const XML = '../../node_modules/strnum/strnum.js';
const ZOD = '../../node_modules/zod/v4/core.js';
const LIB = '../../libs/record-schema/src/records.ts';
const ENTRY = 'src/handler.ts';

const files: readonly (readonly [path: string, bytes: number, imports: readonly string[]])[] = [
  [XML, 400, []],
  [SMITHY, 3_000, [XML]],
  [ZOD, 1_000, []],
  [SDK, 2_000, [SMITHY]],
  [LIB, 700, [ZOD]],
  [ENTRY, 500, [SDK, LIB]],
];

const metafile = (output = 'dist/handler.mjs') => ({
  inputs: Object.fromEntries(
    files.map(([path, , imports]) => [path, { imports: imports.map((to) => ({ path: to })) }]),
  ),
  outputs: {
    'dist/main.mjs': { entryPoint: 'src/main.ts', inputs: {} },
    [output]: {
      entryPoint: ENTRY,
      inputs: Object.fromEntries(files.map(([path, bytesInOutput]) => [path, { bytesInOutput }])),
    },
  },
});

const code = Buffer.concat(files.map(([path, bytes]) => noise(path, bytes)));
const gzipOf = (...paths: readonly string[]): number =>
  gzipSync(Buffer.concat(files.filter(([path]) => paths.includes(path)).map(([path, bytes]) => noise(path, bytes))), {
    level: 9,
  }).length;

it('weighs a bundle, and apart what is left without the SDK and what only the SDK needs', () => {
  const weight = bundleWeight(code, metafile());
  expect(weight).toMatchObject({ bytes: 7_600, gzipBytes: gzipSync(code, { level: 9 }).length });
  expect(weight.ownGzipBytes).toBe(gzipOf(ZOD, LIB, ENTRY));
});

it('takes what the SDK shares with us for ours', () => {
  const shared = metafile();
  shared.inputs[LIB] = { imports: [{ path: XML }] };
  expect(bundleWeight(code, shared).ownGzipBytes).toBe(gzipOf(XML, LIB, ENTRY));
});

it('names the packages, the heaviest first, a package inside another by its own name', () => {
  expect(bundleWeight(code, metafile()).packages).toEqual([
    { name: '@smithy/core', bytes: 3_000 },
    { name: '@aws-sdk/client-sqs', bytes: 2_000 },
    { name: 'zod', bytes: 1_000 },
    { name: 'libs/record-schema', bytes: 700 },
    { name: 'src', bytes: 500 },
    { name: 'strnum', bytes: 400 },
  ]);
});

it('says so when a build made no handler', () => {
  expect(() => bundleWeight(code, metafile('dist/other.mjs'))).toThrow('no entry point handler.mjs');
});
