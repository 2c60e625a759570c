import { type ChildProcess, fork } from 'node:child_process';
import { CreateStackCommand, RollbackStackCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { accountOf, Deployer, ssmOf } from './account-support.ts';
import { fixture, temporaryFolder } from './support.ts';

vi.setConfig({ testTimeout: 180_000 });

async function startProcess(dir: string): Promise<{ child: ChildProcess; endpoint: string }> {
  const execArgv = ['--conditions=@tickerlake/source', '--disable-warning=ExperimentalWarning'];
  const child = fork(fixture('account-process.ts'), [dir], {
    execArgv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const { endpoint } = await new Promise<{ endpoint: string }>((resolve, reject) => {
    child.once('message', (value) => resolve(value as { endpoint: string }));
    child.once('exit', (code) => reject(new Error(`The process ended with ${code}`)));
  });
  return { child, endpoint };
}

/** Does what is killed when the process has looked at its clock so many times more, of some five a resource. */
async function killWithin(child: ChildProcess, steps: number, work: () => Promise<unknown>): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const armed = new Promise((resolve) => child.once('message', resolve));
  child.send({ steps });
  await armed;
  await Promise.all([gone, work().catch(() => undefined)]);
}

const PATIENCE = { timeout: 60_000, interval: 1 };
const NAMES = Array.from({ length: 30 }, (_, i) => `/trial/${i}`);
/** Parameters in a chain, each after the one before, so that a deployment takes its time. */
const chain = (value: string): string => {
  const resource = (Name: string, i: number) => ({
    Type: 'AWS::SSM::Parameter',
    Properties: { Name, Type: 'String', Value: value },
    ...(i > 0 && { DependsOn: `P${i - 1}` }),
  });
  return JSON.stringify({ Resources: Object.fromEntries(NAMES.map((name, i) => [`P${i}`, resource(name, i)])) });
};

/** The values that there are, each once, `undefined` where a parameter is missing. */
async function valuesIn(account: { endpoint: string }): Promise<(string | undefined)[]> {
  const ssm = ssmOf(account);
  const read = async (Name: string) =>
    (await ssm.send(new GetParameterCommand({ Name })).catch(() => undefined))?.Parameter?.Value;
  return [...new Set(await Promise.all(NAMES.map(read)))];
}

describe('kill -9 within', () => {
  it('a creation: the stack is found failed with what was made, and is deleted whole', async () => {
    const dir = temporaryFolder();
    const { child, endpoint } = await startProcess(dir);
    const { client } = new Deployer({ endpoint, drain: async () => undefined });
    const create = new CreateStackCommand({ StackName: 'trial', TemplateBody: chain('a') });
    await killWithin(child, 60, () => client.send(create));
    const account = await accountOf({ dir });
    const deployer = new Deployer(account);
    expect(await deployer.stack('trial')).toMatchObject({
      StackStatus: 'CREATE_FAILED',
      StackStatusReason: 'The local account was stopped while this was under way.',
    });
    expect((await valuesIn(account)).length).toBe(2);
    expect(await deployer.delete('trial')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
    expect(await valuesIn(account)).toEqual([undefined]);
  });

  it.each([
    ['taken back', 'UPDATE_ROLLBACK_COMPLETE', 'a'],
    ['gone on with', 'UPDATE_COMPLETE', 'b'],
  ])('an update, anywhere: it is %s', async (way, status, value) => {
    for (const steps of [3, 40, 140]) {
      const dir = temporaryFolder();
      const { child, endpoint } = await startProcess(dir);
      const remote = new Deployer({ endpoint, drain: async () => undefined });
      await remote.client.send(new CreateStackCommand({ StackName: 'trial', TemplateBody: chain('a') }));
      await vi.waitUntil(async () => (await remote.stack('trial'))?.StackStatus === 'CREATE_COMPLETE', PATIENCE);
      const update = new UpdateStackCommand({ StackName: 'trial', TemplateBody: chain('b') });
      await killWithin(child, steps, () => remote.client.send(update));

      const account = await accountOf({ dir });
      const deployer = new Deployer(account);
      expect(await deployer.stack('trial')).toMatchObject({ StackStatus: 'UPDATE_FAILED' });
      if (way === 'taken back') await deployer.client.send(new RollbackStackCommand({ StackName: 'trial' }));
      else await deployer.client.send(update);
      expect(await deployer.settled('trial')).toMatchObject({ StackStatus: status });
      expect(await valuesIn(account)).toEqual([value]);
    }
  });
});
