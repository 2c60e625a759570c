import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/folders.ts';
import { StateLockedError } from '../errors.ts';
import { lockFolder } from './lock-file.ts';

describe('the lock of a state folder', () => {
  it('is held by one at a time and says by which process', () => {
    const dir = temporaryFolder();
    const unlock = lockFolder(dir);
    expect(() => lockFolder(dir)).toThrow(StateLockedError);
    expect(() => lockFolder(dir)).toThrow(`${dir} is in use by process ${process.pid}.`);
    unlock();
    lockFolder(dir)();
  });

  it('is taken over from a process that was killed', () => {
    const dir = temporaryFolder();
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(join(dir, 'lock'), `${pid} 1\n`);
    lockFolder(dir)();
    expect(existsSync(join(dir, 'lock'))).toBe(false);
  });

  it.runIf(existsSync('/proc/1/stat'))('is taken over when another process has the number of the one killed', () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'lock'), `${process.pid} 1\n`);
    lockFolder(dir)();
  });

  it('is taken over when it cannot be read', () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'lock'), 'no number');
    lockFolder(dir)();
  });

  it('is left alone by a holder that lost it', () => {
    const dir = temporaryFolder();
    const unlock = lockFolder(dir);
    writeFileSync(join(dir, 'lock'), '1 1\n');
    unlock();
    expect(existsSync(join(dir, 'lock'))).toBe(true);
  });
});
