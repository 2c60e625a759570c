import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filesIn, temporaryFolder } from '../../test/folders.ts';
import { ServiceError } from '../service.ts';
import { Bucket, isSafe } from './bucket.ts';

async function bucketIn(dir: string, fault?: () => Error | undefined): Promise<Bucket> {
  const bucket = new Bucket('b', dir, fault);
  await bucket.open();
  return bucket;
}
const body = (text: string) => new TextEncoder().encode(text);

describe('a bucket', () => {
  it('never lets a key out of its folder', async () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', 'a', 'b.c', '\\..', '\0', '.uploads', '%2e%2e', '~'),
      fc.string({ maxLength: 5 }),
    );
    const cases = fc.asyncProperty(
      fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/')),
      async (key) => {
        const outer = temporaryFolder();
        const bucket = await bucketIn(join(outer, 'bucket'));
        try {
          await bucket.put(key, body('x'));
          expect(await bucket.keys('')).toEqual([key]);
          expect(relative(bucket.dir, resolve(bucket.dir, key)).startsWith('..')).toBe(false);
        } catch (error) {
          expect(error).toBeInstanceOf(ServiceError);
          expect(isSafe(key)).toBe(false);
          await expect(bucket.head(key)).rejects.toBeInstanceOf(ServiceError);
        }
        expect(readdirSync(outer)).toEqual(['bucket']);
      },
    );
    await fc.assert(cases, { numRuns: 150 });
  });

  it.each([
    '',
    '/a',
    'a//b',
    'a/',
    '..',
    '../a',
    'a/../../b',
    'a/./b',
    'a\\b',
    'a\0b',
    '.uploads/a',
    '.hidden',
    'a\ud800',
    'n'.repeat(256),
    'n/'.repeat(600) + 'n',
  ])('refuses the key %j', async (key) => {
    const bucket = await bucketIn(temporaryFolder());
    await expect(bucket.put(key, body('x'))).rejects.toBeInstanceOf(ServiceError);
    await expect(bucket.read(key)).rejects.toBeInstanceOf(ServiceError);
    await expect(bucket.delete(key)).rejects.toBeInstanceOf(ServiceError);
  });

  it('keeps the old object, and no half of the new one, when the disk is full', async () => {
    const dir = temporaryFolder();
    let fault: Error | undefined;
    const bucket = await bucketIn(dir, () => fault);
    await bucket.put('bars/a', body('old'));
    fault = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    await expect(bucket.put('bars/a', body('new object'))).rejects.toThrow('ENOSPC');
    await expect(bucket.put('bars/b', body('new object'))).rejects.toThrow('ENOSPC');
    expect(filesIn(dir)).toEqual(['bars/a']);
    expect(readFileSync(join(dir, 'bars/a'), 'utf8')).toBe('old');
  });

  it('clears at its start what a killed process had begun to upload, and lists it never', async () => {
    const dir = temporaryFolder();
    mkdirSync(join(dir, '.state'));
    writeFileSync(join(dir, '.state', 'log'), 'another’s');
    mkdirSync(join(dir, '.uploads'), { recursive: true });
    writeFileSync(join(dir, '.uploads', 'half'), 'x');
    expect(await new Bucket('b', dir).keys('')).toEqual([]);
    await bucketIn(dir);
    expect(existsSync(join(dir, '.uploads', 'half'))).toBe(false);
  });

  it('lets exactly one of many conditional puts of a key through', async () => {
    const bucket = await bucketIn(temporaryFolder());
    const puts = Array.from({ length: 8 }, (_, i) => bucket.put('key', body(String(i)), true));
    const results = await Promise.allSettled(puts);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'PreconditionFailed', status: 412 });
  });

  it('says so when a key would have to be a file and a folder', async () => {
    const bucket = await bucketIn(temporaryFolder());
    await bucket.put('a/b', body('x'));
    await expect(bucket.put('a', body('x'))).rejects.toMatchObject({ status: 409 });
    await expect(bucket.put('a/b/c', body('x'))).rejects.toMatchObject({ status: 409 });
    expect(await bucket.head('a')).toBeUndefined();
    expect(await bucket.read('a')).toBeUndefined();
    await bucket.delete('a');
    expect(await bucket.keys('')).toEqual(['a/b']);
  });

  it('lists keys in the order of their UTF-8 bytes', async () => {
    const bucket = await bucketIn(temporaryFolder());
    for (const key of ['a-b', 'a/b', 'a0', 'ﬀ', '😀', 'é']) await bucket.put(key, body('x'));
    expect(await bucket.keys('')).toEqual(['a-b', 'a/b', 'a0', 'é', 'ﬀ', '😀']);
    expect(await bucket.keys('a/')).toEqual(['a/b']);
    expect(await bucket.keys('none/x')).toEqual([]);
    expect(await bucket.keys('../')).toEqual([]);
  });
});
