import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AthenaHttpFake, startAthenaHttpFake } from '../../../libs/athena-query/test/athena-http-fake.ts';
import { runCommandLine } from '../src/cli.ts';
import { temporaryFolder, tickerlake } from './command.ts';

/** Stacks by name: the XML of their outputs, which are all that CloudFormation is asked for here. */
const STACKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'tickerlake-lake': { BucketName: 'lake-bucket', DatabaseName: 'tickerlake', WorkGroupName: 'analysts' },
  'trial-lake': { DatabaseName: 'trial', WorkGroupName: 'trial' },
  'tickerlake-collector': { FunctionName: 'fn' },
};

const member = (outputs: Readonly<Record<string, string>>): string =>
  Object.entries(outputs)
    .map(([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`)
    .join('');

/** A CloudFormation that knows {@link STACKS}. */
const cloudFormation = createServer((request, response) => {
  void (async () => {
    const name = new URLSearchParams(await text(request)).get('StackName') ?? '';
    const outputs = STACKS[name];
    response.writeHead(outputs ? 200 : 400, { 'content-type': 'text/xml' });
    response.end(
      outputs
        ? `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>${name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${member(outputs)}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`
        : `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id ${name} does not exist</Message></Error></ErrorResponse>`,
    );
  })();
});

let athena: AthenaHttpFake;
let env: Record<string, string>;
let lake: string;

beforeAll(async () => {
  await new Promise<void>((listening) => cloudFormation.listen(0, '127.0.0.1', listening));
  lake = await mkdtemp(join(tmpdir(), 'tickerlake-empty-'));
  athena = await startAthenaHttpFake(lake, []);
});
afterAll(async () => {
  await athena.close();
  await new Promise((closed) => cloudFormation.close(closed));
  await rm(lake, { recursive: true });
});

beforeEach(async () => {
  const address = cloudFormation.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  env = {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nowhere',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
    AWS_ENDPOINT_URL: athena.endpoint,
    AWS_ENDPOINT_URL_CLOUDFORMATION: `http://127.0.0.1:${port}`,
    XDG_CONFIG_HOME: await temporaryFolder(),
  };
  for (const [name, value] of Object.entries({ ...env, AWS_PROFILE: undefined, AWS_SESSION_TOKEN: undefined })) {
    vi.stubEnv(name, value);
  }
  return () => void vi.unstubAllEnvs();
});

const settingsFile = () => join(env['XDG_CONFIG_HOME'] ?? '', 'tickerlake', 'config.json');

/** Runs a command in this process, and says what Athena was asked on the way. */
async function command(line: string, more: readonly string[] = []) {
  const before = athena.requests.length;
  let [stdout, stderr] = ['', ''];
  const code = await runCommandLine([...line.split(' '), ...more], {
    env,
    nowMs: () => Date.parse('2026-11-22T12:00:00Z'),
    print: (printed) => void (stdout += printed),
    progress: { step() {}, note: (note) => void (stderr += `${note}\n`), end() {} },
    signal: new AbortController().signal,
    exitCode: 0,
  });
  const asked = athena.requests.slice(before).map(({ body }) => body);
  return { code, stdout, stderr, asked };
}

const SQL = ['sql', 'SELECT 1', '--engine', 'athena'];

describe('after configure --from-stack', () => {
  it('Athena is asked in the stack’s work group, database and region, with no names given', async () => {
    const { code, stdout, stderr } = await command('configure --from-stack --format json');
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      [{ workgroup: 'analysts', database: 'tickerlake', region: 'us-east-1', stack: 'tickerlake-lake' }],
    ]);
    expect(stderr).toBe(`Written to ${settingsFile()}: query and sql need no names with --engine athena.\n`);
    const { code: answered, asked } = await command('sql', SQL.slice(1));
    expect(answered).toBe(0);
    expect(asked[0]).toMatchObject({ WorkGroup: 'analysts', QueryExecutionContext: { Database: 'tickerlake' } });
    const question = await command('query latest-news --engine athena');
    expect(question.asked[0]).toMatchObject({
      WorkGroup: 'analysts',
      QueryExecutionContext: { Database: 'tickerlake' },
    });
  });

  it('flags go before what is kept, one by one', async () => {
    await command('configure --from-stack');
    const { asked } = await command('sql', [...SQL.slice(1), '--workgroup', 'auditors']);
    expect(asked[0]).toMatchObject({ WorkGroup: 'auditors', QueryExecutionContext: { Database: 'tickerlake' } });
  });

  it('the kept region is asked, unless a flag names another', async () => {
    await command('configure --from-stack --region eu-west-1');
    expect(JSON.parse(await readFile(settingsFile(), 'utf8'))).toMatchObject({ region: 'eu-west-1' });
    vi.stubEnv('AWS_REGION', undefined);
    expect((await command('sql', SQL.slice(1))).code).toBe(0);
    // With all names given, the file is not read: it may be of another lake.
    const named = await command('sql', [...SQL.slice(1), '--workgroup', 'w', '--database', 'd']);
    expect(named.stderr).toContain('No AWS region was found');
  });

  it('a deployment of another name has a file of its own', async () => {
    const file = join(env['XDG_CONFIG_HOME'] ?? '', 'trial.json');
    const { code, stderr } = await command('configure --from-stack trial-lake --file', [file]);
    expect([code, stderr]).toEqual([0, expect.stringContaining(`--engine athena --config ${file}.`)]);
    const { asked } = await command('sql', [...SQL.slice(1), '--config', file]);
    expect(asked[0]).toMatchObject({ WorkGroup: 'trial', QueryExecutionContext: { Database: 'trial' } });
    expect((await command('configure --show --file', [file])).stdout).toContain('trial-lake');
    expect((await command('sql', SQL.slice(1))).stderr).toContain('needs --workgroup');
  });

  it('--show prints what is kept', async () => {
    await command('configure --from-stack');
    const { code, stdout, stderr } = await command('configure --show --format csv');
    expect([code, stdout, stderr]).toEqual([
      0,
      'workgroup,database,region,stack\nanalysts,tickerlake,us-east-1,tickerlake-lake\n',
      '',
    ]);
  });
});

it('the command as it is installed keeps and reads it too', async () => {
  expect(await tickerlake(['configure', '--from-stack'], { env })).toMatchObject({ code: 0 });
  expect(await tickerlake(SQL, { env })).toMatchObject({ code: 0 });
});

describe('wrong or missing is told in one sentence:', () => {
  it.each([
    ['configure', 2, 'configure takes either --from-stack, to read where Athena is asked, or --show.'],
    ['configure --from-stack --show', 2, 'configure takes either --from-stack'],
    ['configure --show --region us-east-1', 2, '--region goes with --from-stack'],
    ['configure --show', 1, 'config.json: run tickerlake configure --from-stack first.'],
    [
      'configure --from-stack other-lake',
      1,
      'There is no stack other-lake in us-east-1: deploy it with npx nx run lake:deploy, or name another',
    ],
    [
      'configure --from-stack tickerlake-collector',
      1,
      'The stack tickerlake-collector (CREATE_COMPLETE) has no outputs WorkGroupName and DatabaseName',
    ],
    ['query movers --engine athena', 2, 'To keep both: tickerlake configure --from-stack.'],
    ['query movers --engine athena --config nowhere.json', 1, 'There is no nowhere.json: write it with'],
    ['query movers --config x.json', 2, '--config is read by Athena only'],
  ])('%s', async (line, exitCode, says) => {
    const { code, stdout, stderr, asked } = await command(line);
    expect(stderr).toContain(says);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect([code, stdout, asked]).toEqual([exitCode, '', []]);
  });

  it('no credentials, no region', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    expect((await command('configure --from-stack')).stderr).toMatch(/^No AWS credentials were found: .*\.\n$/);
    vi.stubEnv('AWS_REGION', undefined);
    expect((await command('configure --from-stack')).stderr).toBe(
      'No AWS region was found: give --region, or set AWS_REGION.\n',
    );
  });

  it.each([
    ['{"workgroup":"w","database":"d","region":"r","stack":"s","workgruop":"x"}', 'has "workgruop", which is none of'],
    ['{"workgroup":"w","region":"r","stack":"s"}', 'has no text for "database"'],
    ['{"workgroup":"w","database":7,"region":"r","stack":"s"}', 'has no text for "database"'],
    ['[]', 'is no JSON object'],
    ['{"workgroup":', 'is no JSON object'],
  ])('a file that holds %s', async (content, says) => {
    await mkdir(dirname(settingsFile()), { recursive: true });
    await writeFile(settingsFile(), content);
    for (const line of ['query movers --engine athena', 'configure --show']) {
      const { code, stderr, asked } = await command(line);
      expect(stderr).toContain(says);
      expect(stderr).toContain('write it anew with tickerlake configure --from-stack.');
      expect([code, asked]).toEqual([1, []]);
    }
  });
});
