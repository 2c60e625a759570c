import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { DriverContext, Ended, Program } from '../src/deploy/driver-context.ts';
import { runDriver } from '../src/deploy/driver.ts';

/** Where the AWS SDK finds everything that it looks for: nothing of the machine's own. */
export const AWS_ENV: Readonly<Record<string, string | undefined>> = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: undefined,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  AWS_PROFILE: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_ENDPOINT_URL: undefined,
  TICKERLAKE_CONFIG: undefined,
};

/** What CDK would write: two stacks on a lake. */
const MANIFEST = {
  artifacts: {
    'tickerlake-lake': { type: 'aws:cloudformation:stack', properties: { templateFile: 'lake.template.json' } },
    'tickerlake-collector': { type: 'aws:cloudformation:stack', dependencies: ['tickerlake-lake'] },
    'tickerlake-monitoring': {
      type: 'aws:cloudformation:stack',
      dependencies: ['tickerlake-lake', 'tickerlake-collector'],
    },
  },
};

/** Runs the driver in this process; programs are only noted down, and end as `end` says. */
export async function drive(
  argv: readonly string[],
  options: {
    readonly end?: (line: string) => Partial<Ended> | undefined;
    readonly ask?: DriverContext['ask'];
  } = {},
) {
  const programs: Program[] = [];
  const assemblyDir = mkdtempSync(join(tmpdir(), 'tickerlake-assembly-'));
  let [stdout, stderr] = ['', ''];
  const lineOf = ({ script, args }: Program) =>
    [basename(script, '.js'), ...args].join(' ').replaceAll(assemblyDir, 'OUT');
  const code = await runDriver(argv, {
    env: process.env,
    assemblyDir,
    print: (text) => void (stdout += text),
    note: (text) => void (stderr += `${text}\n`),
    ...(options.ask && { ask: options.ask }),
    run: (program) => {
      programs.push(program);
      const line = lineOf(program);
      if (line.startsWith('cdk synth')) writeFileSync(join(assemblyDir, 'manifest.json'), JSON.stringify(MANIFEST));
      return Promise.resolve({ exitCode: 0, interrupted: false, ...options.end?.(line) });
    },
  });
  return { code, stdout, stderr, programs, lines: programs.map(lineOf) };
}
