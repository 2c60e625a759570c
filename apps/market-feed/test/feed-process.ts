import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

export const BUNDLE = join(import.meta.dirname, '../dist/main.mjs');

interface FeedLine {
  readonly level: string;
  readonly message: string;
  readonly [fact: string]: unknown;
}

/** The feed in a process of its own. */
export interface FeedProcess {
  readonly child: ChildProcess;
  /** What it wrote to standard output and standard error, line by line. */
  readonly said: readonly FeedLine[];
  readonly complained: readonly FeedLine[];
  /** The first line with a message, as soon as it was said. */
  hears(message: string): Promise<FeedLine>;
  /** The exit code. */
  readonly exited: Promise<number | null>;
}

/** Credentials that no service looks at. */
const AWS = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

/** Starts the built bundle with an environment of its own, until the test is over. */
export function startProcess(
  env: Record<string, string>,
  file = BUNDLE,
  nodeOptions: readonly string[] = [],
): FeedProcess {
  const child = spawn(process.execPath, [...nodeOptions, file], {
    env: { ...AWS, TICKERLAKE_FEED_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = once(child, 'close').then(([code]: (number | null)[]) => code ?? null);
  const [said, complained]: [FeedLine[], FeedLine[]] = [[], []];
  const listeners = new Set<() => void>();
  const readLines = (input: NodeJS.ReadableStream | null, lines: FeedLine[]): void => {
    if (!input) return;
    createInterface({ input }).on('line', (line) => {
      const parsed: FeedLine = JSON.parse(line);
      lines.push(parsed);
      for (const listener of listeners) listener();
    });
  };
  readLines(child.stdout, said);
  readLines(child.stderr, complained);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });

  const hears = (message: string): Promise<FeedLine> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const line = said.find((one) => one.message === message);
        if (!line) return;
        listeners.delete(look);
        resolve(line);
      };
      listeners.add(look);
      look();
      void exited.then(() => reject(new Error(`Ended without "${message}": ${JSON.stringify(complained)}`)));
    });
  return { child, said, complained, hears, exited };
}

/** Where a process listens. */
export const urlOf = async (feed: FeedProcess): Promise<string> => String((await feed.hears('listening'))['url']);
