import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeAws, startFakeAws } from './fake-aws.ts';

const LIBRARY = new URL('../src/index.ts', import.meta.url).href;

/** Runs a program of its own, and resolves when it has ended by itself. */
async function run(aws: FakeAws, program: string): Promise<{ code: unknown; printed: string }> {
  const source = `
    import { createKinesisSink, createProducer } from '${LIBRARY}';
    const producer = createProducer({ sink: createKinesisSink({ streamName: 'prices' }), lingerMs: 10 });
    const record = { data: new TextEncoder().encode('x'), partitionKey: 'k' };
    ${program}`;
  const child = spawn(process.execPath, ['--conditions=@tickerlake/source', '--input-type=module', '--eval', source], {
    env: {
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
  });
  const printed = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, 'exit');
  return { code, printed: (await printed).join('') };
}

describe('a program that uses a producer', { timeout: 60_000 }, () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = await startFakeAws();
  });
  afterEach(() => aws.stop());

  it('delivers what it put even if it ends without close, and then ends', async () => {
    expect(await run(aws, 'await producer.put(record);')).toEqual({ code: 0, printed: '' });
    expect(aws.taken.length).toBe(1);
  });

  it('ends at once after close, printing nothing', async () => {
    const account = await run(aws, 'await producer.put(record); console.log((await producer.close()).delivered);');
    expect(account).toEqual({ code: 0, printed: '1\n' });
  });

  it('is not kept alive by a producer that holds nothing', async () => {
    expect(await run(aws, '')).toEqual({ code: 0, printed: '' });
    expect(aws.operations).toEqual([]);
  });
});
