import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StateLockedError } from '../errors.ts';
import { codeOf } from './disk.ts';

/**
 * Takes a state folder for this process, so that no two append to one log.
 * A lock that a killed process left behind is taken over. Returns what gives the folder back; throws `StateLockedError`.
 */
export function lockFolder(dir: string): () => void {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, 'lock');
  const mine = `${process.pid} ${startedAt(process.pid)}\n`;
  while (!create(file, mine)) {
    const holder = read(file);
    const pid = Number.parseInt(holder, 10);
    if (isAlive(holder)) throw new StateLockedError(dir, pid);
    if (!removeStale(file, holder)) throw new StateLockedError(dir, Number.parseInt(read(file), 10));
  }
  return () => {
    if (read(file) === mine) rmSync(file, { force: true });
  };
}

/** Creates the lock with its text in one step (a link), so that nobody ever reads it empty. */
function create(file: string, text: string): boolean {
  const whole = `${file}.${process.pid}.new`;
  writeFileSync(whole, text);
  try {
    linkSync(whole, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(whole, { force: true });
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** When a process started, in the kernel's ticks: after a reboot another process may have the number of the one killed. */
function startedAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')')).split(' ')[20] ?? '-';
  } catch {
    return '-';
  }
}

function isAlive(holder: string): boolean {
  const [pid = '', started = '-'] = holder.trim().split(' ');
  if (!/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  return started === '-' || startedAt(Number(pid)) === '-' || started === startedAt(Number(pid));
}

/** Removes exactly the lock that was seen: when another process was quicker, its lock is put back. */
function removeStale(file: string, holder: string): boolean {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return true;
  }
  const seen = read(aside) === holder;
  if (!seen) linkSync(aside, file);
  rmSync(aside, { force: true });
  return seen;
}
