import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { filesIn, temporaryFolder } from '../../../test/folders.ts';
import { CodeStore, entryOf } from './lambda-code.ts';

const zipOf = (files: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]))));

const setUp = () => {
  const dir = join(temporaryFolder(), 'code');
  return { dir, store: new CodeStore(dir) };
};

describe('the code store', () => {
  it('unpacks a zip into a folder of its checksum, once', async () => {
    const { dir, store } = setUp();
    const zip = zipOf({ 'handler.mjs': 'export {}', 'node_modules/a/.b': 'c', 'empty/': '' });
    const code = await store.unpack(zip);
    expect(code).toMatchObject({
      bytes: zip.length,
      sha256: Buffer.from(code.dir.slice(-64), 'hex').toString('base64'),
    });
    expect(filesIn(code.dir)).toEqual(['handler.mjs', 'node_modules/a/.b']);
    rmSync(join(code.dir, 'handler.mjs'));
    expect((await store.unpack(zip)).dir).toBe(code.dir);
    expect(filesIn(dir)).toEqual([join(code.dir.slice(-64), 'node_modules/a/.b')]);
  });

  it('unpacks the same zip once for functions that are made at once', async () => {
    const { dir, store } = setUp();
    const zip = zipOf({ 'handler.mjs': 'export {}', 'lib/a.mjs': 'a' });
    const codes = await Promise.all(Array.from({ length: 8 }, () => store.unpack(zip)));
    expect(new Set(codes.map((code) => code.dir)).size).toBe(1);
    expect(filesIn(dir)).toHaveLength(2);
    const wrong = await Promise.allSettled([1, 2].map(() => store.unpack(Buffer.from('no zip'))));
    expect(wrong.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('never writes outside the folder, whatever a zip names its files', async () => {
    const part = fc.constantFrom('..', '.', '', 'a', 'b.mjs', '\\', 'c\0', '/', 'd\\..\\e');
    const names = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(names, { minLength: 1, maxLength: 4 }), async (files) => {
        const { dir, store } = setUp();
        const outside = join(dir, '..');
        const zip = zipOf(Object.fromEntries(files.map((name) => [name, 'x'])));
        await store
          .unpack(zip)
          .catch((error: unknown) => expect(error).toMatchObject({ name: expect.stringMatching(/Error/) }));
        expect(filesIn(outside).filter((file) => !/^code\/[0-9a-f]{64}[/.]/.test(file))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it.each(['../escape.mjs', '/etc/x', 'a/../../b', 'a//b', 'a\\b'])('refuses a file named %s', async (name) => {
    const { dir, store } = setUp();
    await expect(store.unpack(zipOf({ [name]: 'x' }))).rejects.toThrow("which is not inside the function's folder");
    expect(() => readFileSync(dir)).toThrow('ENOENT');
  });

  it('refuses what is no zip, or is cut off', async () => {
    const { store } = setUp();
    const zip = zipOf({ 'handler.mjs': 'x'.repeat(1000) });
    for (const bad of [Buffer.from('no zip'), zip.subarray(0, -10), Buffer.alloc(0)])
      await expect(store.unpack(bad)).rejects.toMatchObject({
        name: 'ResourceError',
        message: expect.stringContaining('Could not unzip uploaded file'),
      });
  });

  it('refuses a zip that says it holds more than a function may, without unpacking it', async () => {
    const { store } = setUp();
    const zip = zipOf({ 'large.bin': 'x' });
    // The size unpacked, as the central directory has it: the last place where this name's header says so.
    const central = zip.lastIndexOf('PK\x01\x02', undefined, 'latin1');
    zip.writeUInt32LE(300 << 20, central + 24);
    await expect(store.unpack(zip)).rejects.toThrow('Unzipped size must be smaller than 262144000 bytes');
  });

  it('tells after a restart which code a function has, and clears away what no function has', async () => {
    const { dir, store } = setUp();
    const [mine, other] = [await store.unpack(zipOf({ 'a.mjs': 'a' })), await store.unpack(zipOf({ 'b.mjs': 'b' }))];
    mkdirSync(join(dir, `${'0'.repeat(64)}.half-done`));
    store.note('f', mine);
    const again = new CodeStore(dir);
    await again.clear();
    expect(again.noted('f')).toEqual(mine);
    expect(filesIn(dir)).toEqual([join(mine.dir.slice(-64), 'a.mjs'), 'f.json'].toSorted());
    expect(other.dir).not.toBe(mine.dir);
    again.forget('f');
    await again.clear();
    expect(filesIn(dir)).toEqual([]);
    expect(again.noted('f')).toBeUndefined();
  });
});

describe('a handler', () => {
  it('is a file and an export, the file found by what there is', async () => {
    const { store } = setUp();
    const { dir } = await store.unpack(zipOf({ 'index.mjs': '', 'lib/deep.cjs': '' }));
    expect(entryOf(dir, 'index.handler')).toEqual({ entry: join(dir, 'index.mjs'), handler: 'handler' });
    expect(entryOf(dir, 'lib/deep.run')).toEqual({ entry: join(dir, 'lib/deep.cjs'), handler: 'run' });
    // As on AWS only the invocation finds out.
    expect(entryOf(dir, 'none.handler').entry).toBe(join(dir, 'none.js'));
  });

  it.each(['handler', '../x.handler', '/x.handler', '', 'a/b/.handler'])('named %j is refused', (handler) => {
    expect(() => entryOf('/code', handler)).toThrow('a file and the name of an export are needed');
  });
});
