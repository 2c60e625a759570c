import { type DeployedStack, findFate } from './deployed-stack.ts';
import { retainedLines } from './retained-resources.ts';
import type { AwsSession } from './session.ts';

/** What a destruction leaves, and what it needs, in words. */
export interface Foretold {
  readonly staying: string;
  readonly warning: string;
}

/** What is to be known before stacks are destroyed: what stays, and what must be done first. */
export async function foretell({ clients }: AwsSession, doomed: readonly DeployedStack[]): Promise<Foretold> {
  const stays: string[] = [];
  const buckets: string[] = [];
  for (const { name } of doomed) {
    const fate = await findFate(clients.cloudFormation, name);
    stays.push(...retainedLines(fate.stays));
    buckets.push(...fate.bucketsThatGo);
  }
  return {
    staying:
      stays.length === 0
        ? ' Nothing of it stays.'
        : ` This stays, with its data; to delete it too:\n${stays.join('\n')}`,
    warning:
      buckets.length === 0
        ? ''
        : `S3 deletes empty buckets only; empty these first, with all versions (S3 console: Empty): ${buckets.join(', ')}.\n`,
  };
}
