import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { StateLockedError } from '../src/index.ts';
import { doneIn, mapped, mappedStream } from './mapped-options.ts';
import { bytes, cloudOf, filesIn, fixture, kinesisOf, linesIn, pipeline, temporaryFolder } from './support.ts';

vi.setConfig({ testTimeout: 180_000 });

/** Starts a local cloud in another process, of a named set of options or of the pipeline with that buffer, and waits until it answers. */
async function startProcess(
  dir: string,
  set: number | 'mapped' | 'mappedStream' = 5,
): Promise<{ child: ChildProcess; endpoint: string; error?: string }> {
  const execArgv = ['--conditions=@tickerlake/source', '--disable-warning=ExperimentalWarning'];
  const child = fork(fixture('cloud-process.ts'), [dir, String(set)], {
    execArgv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const message = await new Promise<{ endpoint: string; error?: string }>((resolve, reject) => {
    child.once('message', (value) => resolve(value as { endpoint: string }));
    child.once('exit', (code) => reject(new Error(`The process ended with ${code}`)));
  });
  return { child, ...message };
}

/** Kills a process as a power switch would, and waits until it is gone. */
const kill = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });

/** Puts numbered records until the cloud is gone; returns those that were acknowledged. */
async function putUntilGone(endpoint: string, from: number): Promise<number[]> {
  const client = kinesisOf({ endpoint });
  const acknowledged: number[] = [];
  for (let id = from; ; id += 20) {
    const ids = Array.from({ length: 20 }, (_, i) => id + i);
    const Records = ids.map((one) => ({
      Data: bytes(JSON.stringify({ id: one, pad: 'x'.repeat(one % 97) })),
      PartitionKey: String(one),
    }));
    try {
      const answer = await client.send(new PutRecordsCommand({ StreamName: 'market', Records }));
      acknowledged.push(...ids.filter((_, i) => answer.Records?.[i]?.SequenceNumber !== undefined));
    } catch {
      return acknowledged;
    }
  }
}

describe('kill -9', () => {
  it('loses no acknowledged record, wherever it strikes, and leaves no half object', async () => {
    const dir = temporaryFolder();
    const acknowledged: number[] = [];
    for (const [round, aliveMs] of [150, 40, 300, 5, 90].entries()) {
      const { child, endpoint } = await startProcess(dir);
      const puts = putUntilGone(endpoint, round * 1_000_000);
      setTimeout(() => child.kill('SIGKILL'), aliveMs);
      acknowledged.push(...(await puts));
      if (child.exitCode === null && child.signalCode === null) await kill(child);
    }
    const cloud = await cloudOf(pipeline(dir));
    expect(await cloud.drain()).toMatchObject({ pending: 0, transformed: { failed: 0 }, errorOutput: { rows: 0 } });
    const delivered = linesIn(join(dir, 'lake'), 'bars/').map((line) => (JSON.parse(line) as { id: number }).id);
    const seen = new Set(delivered);
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.filter((id) => !seen.has(id))).toEqual([]);
    expect(filesIn(join(dir, 'lake')).every((file) => file.startsWith('bars/dt='))).toBe(true);
  });

  it('between acknowledging and delivering: the next start delivers, once', async () => {
    const dir = temporaryFolder();
    const { child, endpoint } = await startProcess(dir, 3_600_000);
    const Records = Array.from({ length: 100 }, (_, id) => ({
      Data: bytes(JSON.stringify({ id })),
      PartitionKey: String(id),
    }));
    await kinesisOf({ endpoint }).send(new PutRecordsCommand({ StreamName: 'market', Records }));
    await kill(child);
    expect(existsSync(join(dir, 'lake/bars'))).toBe(false);
    const cloud = await cloudOf(pipeline(dir));
    expect(await cloud.drain()).toMatchObject({ received: 100, delivered: { rows: 100 } });
  });

  it('within a write: the torn record, never acknowledged, is cut off', async () => {
    const dir = temporaryFolder();
    const first = await cloudOf(pipeline(dir));
    const Records = ['a', 'b'].map((id) => ({
      Data: bytes(JSON.stringify({ id })),
      PartitionKey: 'k',
      ExplicitHashKey: '0',
    }));
    await kinesisOf(first).send(new PutRecordsCommand({ StreamName: 'market', Records }));
    await first.stop();
    const shard = join(dir, 'state/kinesis/market/shardId-000000000000');
    const log = join(shard, readdirSync(shard)[0] ?? '');
    writeFileSync(log, readFileSync(log).subarray(0, -1));
    const second = await cloudOf(pipeline(dir));
    expect(await second.drain()).toMatchObject({ received: 1, delivered: { rows: 1 } });
    expect(linesIn(join(dir, 'lake'), 'bars/')).toEqual(['{"id":"a"}']);
  });

  it.each([
    ['a stream and a queue', 'mapped', mapped],
    ['a stream, whose order they keep', 'mappedStream', mappedStream],
  ] as const)(
    'while functions work on %s: the next start gives them what they were not through with',
    async (_, set, options) => {
      const dir = temporaryFolder();
      const acknowledged: number[] = [];
      for (const round of [0, 1]) {
        const before = doneIn(dir).length;
        const { child, endpoint } = await startProcess(dir, set);
        const puts = putUntilGone(endpoint, round * 1_000_000);
        // However slow the machine is: in the middle of the work, not before it.
        await expect.poll(() => doneIn(dir).length, { timeout: 30_000 }).toBeGreaterThan(before);
        await kill(child);
        acknowledged.push(...(await puts));
      }
      const cloud = await cloudOf(options(dir));
      const { mappings } = await cloud.drain();
      expect(Object.values(mappings).filter(({ pending }) => pending > 0)).toEqual([]);
      const done = new Set(doneIn(dir).map(({ id }) => id));
      expect(acknowledged.filter((id) => !done.has(id))).toEqual([]);
      for (const shard of new Set(doneIn(dir).map((one) => one.shard))) {
        const ids = [
          ...new Set(
            doneIn(dir)
              .filter((one) => one.shard === shard)
              .map(({ id }) => id),
          ),
        ];
        if (shard !== undefined) expect(ids).toEqual(ids.toSorted((a, b) => a - b));
      }
    },
  );

  it('takes the functions with it, also one that is busy: none goes on as an orphan', async () => {
    const dir = temporaryFolder();
    const { child, endpoint } = await startProcess(dir);
    const busy = { StreamName: 'market', Records: [{ Data: bytes('{"hang":true}'), PartitionKey: 'k' }] };
    await kinesisOf({ endpoint }).send(new PutRecordsCommand(busy));
    const functions = () => (existsSync('/proc/self') ? processesWith(dir) : []);
    await expect.poll(() => functions().length, { timeout: 20_000 }).toBe(existsSync('/proc/self') ? 2 : 0);
    await expect.poll(() => sizeOf(join(dir, 'state/lambda/transformer.log')), { timeout: 20_000 }).toBeGreaterThan(0);
    await kill(child);
    await expect.poll(functions, { timeout: 20_000 }).toEqual([]);
  });

  it('leaves a lock that the next start takes over, while a live one is respected', async () => {
    const dir = temporaryFolder();
    const { child } = await startProcess(dir);
    await expect(cloudOf(pipeline(dir))).rejects.toThrow(StateLockedError);
    await expect(cloudOf(pipeline(dir))).rejects.toThrow(`is in use by process ${child.pid}`);
    const second = await startProcess(dir);
    expect(second.error).toContain(`is in use by process ${child.pid}`);
    await kill(child);
    await cloudOf(pipeline(dir));
  });
});

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Processes whose command line or environment names a folder: the cloud and its functions. */
function processesWith(dir: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    try {
      return (
        readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dir) ||
        readFileSync(`/proc/${pid}/environ`, 'utf8').includes(dir)
      );
    } catch {
      return false;
    }
  });
}
