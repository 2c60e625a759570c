import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startFakeAws } from './fake-aws.ts';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the README', { timeout: 60_000 }, () => {
  it('shows a program that runs and prints what it says', async () => {
    const program = /```ts\n([\s\S]*?)```/.exec(README)?.[1] ?? '';
    const promised = /\/\/ (.*)/.exec(program)?.[1];
    const aws = await startFakeAws();
    const child = spawn(
      process.execPath,
      ['--conditions=@tickerlake/source', '--input-type=module', '--eval', program],
      {
        cwd: new URL('..', import.meta.url),
        env: {
          AWS_ENDPOINT_URL: aws.endpoint,
          AWS_REGION: 'us-east-1',
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
        },
      },
    );
    const [printed, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
    await aws.stop();
    expect(complaints).toBe('');
    expect(printed.trim()).toBe(promised);
    expect(aws.taken.length).toBe(1);
  });

  it('fits a screen', () => {
    expect(README.trim().split('\n').length).toBeLessThanOrEqual(25);
  });
});
