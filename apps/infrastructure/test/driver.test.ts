import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EXIT } from '../src/deploy/failures.ts';
import { AWS_ENV, drive } from './driving.ts';
import { type FakeAws, type FakeOperations, listed, noStack, READY, startFakeAws, xmlError } from './fake-aws.ts';

let aws: FakeAws;
beforeAll(async () => void (aws = await startFakeAws()));
afterAll(() => aws.close());

beforeEach(() => {
  for (const [name, value] of Object.entries({ ...AWS_ENV, AWS_ENDPOINT_URL: aws.endpoint })) vi.stubEnv(name, value);
  aws.operations = READY;
  return () => void vi.unstubAllEnvs();
});

const BUILD =
  'nx run-many -t build -p @tickerlake/collector,@tickerlake/transformer,@tickerlake/log-pipe,@tickerlake/processor,@tickerlake/market-feed --output-style=static';
it('builds every app that has a function', () => {
  const apps = join(import.meta.dirname, '../..');
  const functions = readdirSync(apps).filter((app) => existsSync(join(apps, app, 'src/handler.ts')));
  const built = / -p (\S+)/.exec(BUILD)?.[1]?.split(',');
  expect(built?.toSorted()).toEqual(functions.map((app) => `@tickerlake/${app}`).toSorted());
});

const SYNTH = 'cdk synth --quiet --output OUT --no-notices';

const event = (stack: string, id: string, status: string, resource?: { id: string; type: string; reason: string }) => ({
  EventId: id,
  StackName: stack,
  StackId: `arn:${stack}`,
  LogicalResourceId: resource?.id ?? stack,
  PhysicalResourceId: resource ? `physical-${resource.id}` : `arn:${stack}`,
  ResourceType: resource?.type ?? 'AWS::CloudFormation::Stack',
  ResourceStatus: status,
  ResourceStatusReason: resource?.reason ?? '',
});
const events = (members: readonly object[]) => listed('DescribeStackEvents', 'StackEvents', members);

describe('deploy', () => {
  it('builds, makes the templates, shows what changes, and deploys the stack after what it needs', async () => {
    const { code, lines } = await drive(['deploy', 'collector', '--context', 'tickerlake:interval=5m']);
    expect(code).toBe(EXIT.done);
    expect(lines).toEqual([
      BUILD,
      'cdk synth --quiet --output OUT --context tickerlake:interval=5m --no-notices',
      'cdk diff --app OUT tickerlake-lake tickerlake-collector --no-notices',
      'cdk deploy --require-approval never --concurrency 4 --app OUT tickerlake-lake tickerlake-collector --no-notices',
    ]);
  });

  it('takes bundles as they are where it is to', async () => {
    const { lines } = await drive(['deploy', 'lake', '--skip-build']);
    expect(lines[0]).toBe(SYNTH);
  });

  it('lets cdk ask before broader rights where somebody is there, unless --yes says not to', async () => {
    const ask = () => Promise.resolve('');
    const asking = await drive(['deploy', 'all'], { ask });
    expect(asking.lines.at(-1)).toContain('--require-approval broadening --app OUT tickerlake-lake');
    const trusting = await drive(['deploy', 'all', '--yes'], { ask });
    expect(trusting.lines.at(-1)).toContain('--require-approval never');
  });

  it('gives every program the region that it found', async () => {
    vi.stubEnv('AWS_REGION', undefined);
    const { programs } = await drive(['deploy', 'lake', '--context', 'tickerlake:region=eu-west-1']);
    expect(programs.slice(1).map(({ env }) => env['AWS_REGION'])).toEqual(['eu-west-1', 'eu-west-1', 'eu-west-1']);
  });

  it.each([
    ['nx', 'Nothing was deployed: the functions could not be built, see above.'],
    ['cdk synth', 'Nothing was deployed: the templates could not be made, see above.'],
  ])('goes no further where %s fails', async (program, says) => {
    const { code, stderr, lines } = await drive(['deploy', 'lake'], {
      end: (line) => (line.startsWith(program) ? { exitCode: 1 } : undefined),
    });
    expect([code, stderr]).toEqual([EXIT.failed, `${says}\n`]);
    expect(lines.at(-1)).toMatch(new RegExp(`^${program}`));
  });

  it('ends with which resource failed and why, of this deployment alone', async () => {
    const before = [event('tickerlake-lake', 'e1', 'CREATE_FAILED', { id: 'Old', type: 'T', reason: 'long ago' })];
    const now = [
      event('tickerlake-lake', 'e4', 'UPDATE_ROLLBACK_COMPLETE'),
      event('tickerlake-lake', 'e3', 'UPDATE_FAILED', { id: 'Queue', type: 'AWS::SQS::Queue', reason: 'Too long' }),
      event('tickerlake-lake', 'e2', 'UPDATE_IN_PROGRESS'),
    ];
    let happened = before;
    aws.operations = {
      ...READY,
      DescribeStackEvents: ({ StackName }) =>
        StackName === 'tickerlake-lake' ? events(happened) : noStack(StackName ?? ''),
    };
    const { code, stderr } = await drive(['deploy', 'collector'], {
      end: (line) => {
        if (!line.startsWith('cdk deploy')) return undefined;
        happened = [...now, ...before];
        return { exitCode: 1 };
      },
    });
    expect(code).toBe(EXIT.failed);
    expect(stderr.trim()).toBe(
      [
        'tickerlake-lake failed:',
        '  Queue (AWS::SQS::Queue) UPDATE_FAILED: Too long',
        'It was rolled back: the stack is as it was before. (UPDATE_ROLLBACK_COMPLETE)',
      ].join('\n'),
    );
  });

  it('says where to look when CloudFormation did not begin, or may not be asked', async () => {
    const denied = () => xmlError('AccessDenied', 'not authorized', 403);
    for (const operations of [READY, { ...READY, DescribeStackEvents: denied }]) {
      aws.operations = operations;
      const { code, stderr } = await drive(['deploy', 'lake'], {
        end: (line) => (line.startsWith('cdk deploy') ? { exitCode: 1 } : undefined),
      });
      expect(code).toBe(EXIT.failed);
      expect(stderr).toBe("No resource failed, as far as the stacks' events tell: why this ended is said above.\n");
    }
  });

  it('says after Ctrl-C that CloudFormation goes on', async () => {
    const { code, stderr } = await drive(['deploy', 'lake'], {
      end: (line) => (line.startsWith('cdk deploy') ? { exitCode: 1, interrupted: true } : undefined),
    });
    expect([code, stderr]).toEqual([EXIT.interrupted, expect.stringMatching(/^Interrupted: CloudFormation goes on/)]);
  });

  it('does not deploy after Ctrl-C at what changes', async () => {
    const { code, lines } = await drive(['deploy', 'lake'], {
      end: (line) => (line.startsWith('cdk diff') ? { exitCode: 1, interrupted: true } : undefined),
    });
    expect(code).toBe(EXIT.interrupted);
    expect(lines.at(-1)).toMatch(/^cdk diff/);
  });
});

describe('diff', () => {
  it('ends with 1 for differences where it is to', async () => {
    const { code, lines } = await drive(['diff', 'collector', '--fail'], {
      end: (line) => (line.startsWith('cdk diff') ? { exitCode: 1 } : undefined),
    });
    expect(code).toBe(EXIT.failed);
    expect(lines).toEqual([
      BUILD,
      SYNTH,
      'cdk diff --fail --app OUT tickerlake-lake tickerlake-collector --no-notices',
    ]);
  });
});

describe('destroy', () => {
  const template = {
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain' },
      Role: { Type: 'AWS::IAM::Role' },
    },
  };
  const trial = { Resources: { Bucket: { ...template.Resources.Bucket, DeletionPolicy: 'Delete' } } };
  const deployed = (names: readonly string[], guarded = false, body: object = template): FakeOperations => ({
    ...READY,
    DescribeStacks: ({ StackName: name = '' }) =>
      names.includes(name)
        ? listed('DescribeStacks', 'Stacks', [
            { StackName: name, StackStatus: 'CREATE_COMPLETE', EnableTerminationProtection: guarded },
          ])
        : noStack(name),
    GetTemplate: () => ({
      body: `<GetTemplateResponse><GetTemplateResult><TemplateBody>${JSON.stringify(body)}</TemplateBody></GetTemplateResult></GetTemplateResponse>`,
    }),
    ListStackResources: ({ StackName: name = '' }) =>
      listed('ListStackResources', 'StackResourceSummaries', [
        { LogicalResourceId: 'Bucket', PhysicalResourceId: `bucket-of-${name}`, ResourceType: 'AWS::S3::Bucket' },
      ]),
    DescribeStackEvents: () => events([]),
  });
  const BUCKET_STAYS =
    /^  Bucket \(AWS::S3::Bucket\): aws s3api delete-bucket --bucket bucket-of-tickerlake-collector /m;

  it('takes what needs the stack down before it, and says what stays and how that is deleted', async () => {
    aws.operations = deployed(['tickerlake-collector', 'tickerlake-monitoring']);
    const { code, lines, stderr } = await drive(['destroy', 'collector', '--yes']);
    expect([code, lines.at(-1)]).toEqual([
      EXIT.done,
      'cdk destroy --force --concurrency 4 --app OUT tickerlake-monitoring tickerlake-collector --no-notices',
    ]);
    expect(stderr).toContain(
      'Destroyed: tickerlake-monitoring, tickerlake-collector. This stays, with its data; to delete it too:',
    );
    expect(stderr).toMatch(BUCKET_STAYS);
  });

  it('says of a trial that nothing stays, and that its buckets must be empty', async () => {
    aws.operations = deployed(['tickerlake-collector'], false, trial);
    const { stderr } = await drive(['destroy', 'collector', '--yes']);
    expect(stderr).toContain(
      'empty these first, with all versions (S3 console: Empty): bucket-of-tickerlake-collector.',
    );
    expect(stderr).toContain('Destroyed: tickerlake-collector. Nothing of it stays.');
  });

  it('asks first where somebody is there, and takes anything but yes as no', async () => {
    aws.operations = deployed(['tickerlake-collector']);
    const questions: string[] = [];
    const answering = (answer: string) => (question: string) => {
      questions.push(question);
      return Promise.resolve(answer);
    };
    for (const answer of ['', 'n', 'yess']) {
      const { code, lines, stderr } = await drive(['destroy', 'collector'], { ask: answering(answer) });
      expect([code, lines.at(-1)]).toEqual([EXIT.failed, SYNTH]);
      expect(stderr).toMatch(BUCKET_STAYS);
      expect(stderr).toMatch(/Nothing was destroyed\.\n$/);
    }
    const { code, lines } = await drive(['destroy', 'collector'], { ask: answering('y') });
    expect([code, lines.at(-1)]).toEqual([EXIT.done, expect.stringMatching(/^cdk destroy/)]);
    expect(new Set(questions)).toEqual(new Set(['Destroy them? (y/N) ']));
  });

  it('does nothing where nobody can be asked', async () => {
    aws.operations = deployed(['tickerlake-collector']);
    const { code, lines, stderr } = await drive(['destroy', 'collector']);
    expect([code, lines]).toEqual([EXIT.usage, []]);
    expect(stderr).toBe('destroy asks before it does anything, and nobody is at a terminal here: give --yes.\n');
  });

  it('destroys nothing at all where one of the stacks is protected', async () => {
    aws.operations = deployed(['tickerlake-lake', 'tickerlake-collector'], true);
    const { code, lines, stderr } = await drive(['destroy', 'all', '--yes']);
    expect([code, lines.at(-1)]).toEqual([EXIT.failed, SYNTH]);
    expect(stderr).toContain(
      'is protected against deletion, so nothing was destroyed. If you mean it: aws cloudformation',
    );
  });

  it('has nothing to do where nothing is deployed', async () => {
    aws.operations = deployed([]);
    const { code, stderr } = await drive(['destroy', 'lake', '--yes']);
    expect([code, stderr]).toEqual([
      EXIT.done,
      'There is no stack tickerlake-lake in us-east-1: nothing to destroy.\n',
    ]);
  });
});

describe('invoke', () => {
  const report = {
    source: 'simulated',
    interval: '1m',
    from: '2026-11-20 09:30:00-05:00',
    to: '2026-11-20 16:00:00-05:00',
    bars: 780,
    invalid: 0,
    failures: [],
    dropped: {},
    account: { accepted: 780, delivered: 780, rejected: 0, rejections: {}, retries: 0, requests: 1 },
  };
  const stack = listed('DescribeStacks', 'Stacks', [
    { StackName: 'tickerlake-collector', Outputs: [{ OutputKey: 'FunctionName', OutputValue: 'fn-XYZ' }] },
  ]);
  const ASKED = ['invoke', '--date', '2026-11-20', '--symbols', 'DDOG,SNAP', '--source', 'simulated', '--seed', '7'];

  it('calls the deployed function with what was asked, and tells its report', async () => {
    const calls: unknown[] = [];
    aws.operations = {
      DescribeStacks: () => stack,
      Invoke: ({ name, body = '' }) => {
        calls.push([name, JSON.parse(body)]);
        return { body: JSON.stringify(report) };
      },
    };
    const { code, stdout } = await drive(ASKED);
    expect(calls).toEqual([
      ['fn-XYZ', { date: '2026-11-20', symbols: ['DDOG', 'SNAP'], source: 'simulated', seed: 7 }],
    ]);
    expect([code, stdout.split('\n')[1]]).toEqual([EXIT.done, 'stream: 780 of 780 taken']);
    expect(JSON.parse((await drive([...ASKED, '--json'])).stdout)).toEqual(report);
  });

  it('ends with 3 where a part of it failed', async () => {
    const failures = [{ symbol: 'SNAP', message: 'Yahoo throttles.' }];
    aws.operations = {
      DescribeStacks: () => stack,
      Invoke: () => ({ body: JSON.stringify({ ...report, failures }) }),
    };
    const { code, stdout } = await drive(ASKED);
    expect([code, stdout]).toEqual([EXIT.partial, expect.stringContaining('failed: SNAP: Yahoo throttles.')]);
  });

  it('calls the local function where the endpoint knows no CloudFormation', async () => {
    const names: unknown[] = [];
    aws.operations = { Invoke: ({ name }) => (names.push(name), { body: JSON.stringify(report) }) };
    const { code, stderr } = await drive(ASKED);
    expect([code, names]).toEqual([EXIT.done, ['collector']]);
    expect(stderr).toBe(`${aws.endpoint} knows no CloudFormation: calling its function collector.\n`);
  });

  it('says that there is no stack', async () => {
    aws.operations = { DescribeStacks: () => noStack('tickerlake-collector') };
    const { code, stderr } = await drive(ASKED);
    expect([code, stderr]).toEqual([
      EXIT.failed,
      'There is no stack tickerlake-collector with a collector in us-east-1: run npx nx run collector:deploy first.\n',
    ]);
  });

  it('tells a wrong question as one, and of another failure the last log lines', async () => {
    const failing = (errorType: string, errorMessage: string): FakeOperations => ({
      DescribeStacks: () => stack,
      Invoke: () => ({
        body: JSON.stringify({ errorType, errorMessage }),
        headers: {
          'x-amz-function-error': 'Unhandled',
          'x-amz-log-result': Buffer.from('START\nboom\nEND\n').toString('base64'),
        },
      }),
    });
    aws.operations = failing('RequestError', 'The request is wrong. date: is wrong.');
    expect(await drive(ASKED)).toMatchObject({ code: EXIT.usage, stderr: 'The request is wrong. date: is wrong.\n' });
    aws.operations = failing('TypeError', 'surprise');
    expect(await drive(ASKED)).toMatchObject({
      code: EXIT.failed,
      stderr: 'The collector failed: surprise\nIts last log lines:\nSTART\nboom\nEND\n',
    });
  });

  it('says that the collector is at work', async () => {
    aws.operations = {
      DescribeStacks: () => stack,
      Invoke: () => ({
        status: 429,
        body: '{"message":"Rate Exceeded."}',
        headers: { 'x-amzn-errortype': 'TooManyRequestsException' },
      }),
    };
    const { code, stderr } = await drive(ASKED);
    expect([code, stderr]).toEqual([EXIT.failed, expect.stringMatching(/^The collector is at work already/)]);
  });

  it.each<[string, FakeOperations, string]>([
    [
      'may not look',
      { DescribeStacks: () => xmlError('AccessDenied', 'not authorized', 403) },
      'AccessDenied: not authorized',
    ],
    ['is expired', { DescribeStacks: () => xmlError('ExpiredToken', 'old', 403) }, 'AWS refused the credentials'],
  ])('says who %s', async (_, operations, says) => {
    aws.operations = operations;
    const { code, stderr } = await drive(ASKED);
    expect([code, stderr]).toEqual([EXIT.notReady, expect.stringContaining(says)]);
  });

  it('asks nobody for a wrong seed', async () => {
    const { code, stderr } = await drive(['invoke', '--seed', 'x']);
    expect([code, stderr]).toEqual([EXIT.usage, '--seed takes a whole number of 0 or more; got "x".\n']);
  });
});
