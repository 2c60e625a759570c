import { type ChildProcess, fork } from 'node:child_process';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { expect, it, onTestFinished, vi } from 'vitest';
import { queueCloud } from './queue-options.ts';
import { cloudOf, fixture, snsOf, sqsOf, temporaryFolder } from './support.ts';

vi.setConfig({ testTimeout: 180_000 });

interface Target {
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly QueueUrl: string;
}

const targetOf = (cloud: { endpoint: string }): Target => ({
  sqs: sqsOf(cloud),
  sns: snsOf(cloud),
  QueueUrl: `${cloud.endpoint}/000000000000/logs`,
});

async function startProcess(dir: string): Promise<{ child: ChildProcess; target: Target }> {
  const execArgv = ['--conditions=@tickerlake/source', '--disable-warning=ExperimentalWarning'];
  const child = fork(fixture('queue-process.ts'), [dir], { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const cloud = await new Promise<{ endpoint: string }>((resolve, reject) => {
    child.once('message', (value) => resolve(value as { endpoint: string }));
    child.once('exit', (code) => reject(new Error(`The process ended with ${code}`)));
  });
  return { child, target: targetOf(cloud) };
}

/** A cloud that is gone answers nothing; anything else that is thrown is a broken law. */
const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(String(error.code));

/** Does something again and again until the cloud is gone. */
async function untilGone(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
    } catch (error) {
      if (isGone(error)) return;
      throw error;
    }
  }
}

/** What clients saw, over all lives of the process. */
class Log {
  readonly accepted = new Set<string>();
  readonly deleted = new Set<string>();
  /** A delete was asked for, and perhaps done. */
  readonly maybeDeleted = new Set<string>();
  readonly #receives = new Map<string, number>();
  #next = 0;

  #bodies(count: number): string[] {
    return Array.from({ length: count }, () => `${(this.#next += 1)} ${'x'.repeat(this.#next % 97)}`);
  }

  async send({ sqs, QueueUrl }: Target): Promise<void> {
    await untilGone(async () => {
      const bodies = this.#bodies(10);
      const Entries = bodies.map((MessageBody, i) => ({ Id: String(i), MessageBody }));
      const { Successful = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      for (const { Id } of Successful) this.accepted.add(bodies[Number(Id)] ?? '');
    });
  }

  async publish({ sns }: Target): Promise<void> {
    const TopicArn = 'arn:aws:sns:us-east-1:000000000000:notices';
    await untilGone(async () => {
      const [Message = ''] = this.#bodies(1);
      await sns.send(new PublishCommand({ TopicArn, Message }));
      this.accepted.add(Message);
    });
  }

  async receive({ sqs, QueueUrl }: Target): Promise<Message[]> {
    const input = { QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All' as const] };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(input));
    for (const { Body = '', Attributes } of Messages) {
      expect(this.deleted.has(Body), `a deleted message came again: ${Body}`).toBe(false);
      const receives = Number(Attributes?.ApproximateReceiveCount);
      expect(receives).toBeGreaterThan(this.#receives.get(Body) ?? 0);
      this.#receives.set(Body, receives);
    }
    return Messages;
  }

  /** Receives, and deletes of that every other message, or all. */
  async consume(target: Target, all = false): Promise<number> {
    const { sqs, QueueUrl } = target;
    const messages = await this.receive(target);
    const done = messages.filter((_, i) => all || i % 2 === 1);
    const Entries = done.map(({ ReceiptHandle = '' }, i) => ({ Id: String(i), ReceiptHandle }));
    for (const { Body = '' } of done) this.maybeDeleted.add(Body);
    if (done.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    for (const { Body = '' } of done) this.deleted.add(Body);
    return messages.length;
  }
}

it('kill -9 loses no message that was accepted, brings none back that was deleted, and forgets no receive', async () => {
  const dir = temporaryFolder();
  const log = new Log();
  for (const more of [100, 5, 150, 40]) {
    const { child, target } = await startProcess(dir);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    const [accepted, deleted] = [log.accepted.size + more, log.deleted.size + more / 5];
    const watch = setInterval(() => {
      if (log.accepted.size >= accepted && log.deleted.size >= deleted) child.kill('SIGKILL');
    }, 1);
    await Promise.all([gone, log.send(target), log.publish(target), untilGone(() => log.consume(target))]);
    clearInterval(watch);
  }
  const deletedBefore = new Set(log.maybeDeleted);
  const cloud = await cloudOf(queueCloud(dir));
  const left = () => Object(cloud.counts().queues['logs']) as { waiting: number; inFlight: number };
  const target = targetOf(cloud);
  while (left().waiting + left().inFlight > 0) await log.consume(target, true);
  // Whatever was accepted was deleted in the end, by a delete that was asked for.
  expect([...log.accepted].filter((body) => !log.deleted.has(body) && !deletedBefore.has(body))).toEqual([]);
});
