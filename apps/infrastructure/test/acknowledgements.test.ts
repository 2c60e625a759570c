import { Validations } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { buildApp } from '../src/build-app.ts';
import { type Config, configSchema } from '../src/config.ts';

process.env['CDK_VALIDATION'] = 'false';

/** A finding of cdk-nag, or what somebody says about it. */
interface Note {
  readonly id: string;
  /** Of the resource found at fault, or of the construct at which it is acknowledged. */
  readonly path: string;
  readonly reason?: string;
}

function synthesised(settings: Partial<Config>): App {
  const { app } = buildApp(configSchema.parse(settings), { checks: false });
  app.synth();
  return app;
}

const findings = (app: App): readonly Note[] =>
  new AwsSolutionsChecks(app)
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => ({ id: ruleName, path: constructPath })),
    );

/** What a construct says about rules, by rule; CDK keeps it under names of its own. */
const saidAt = ({ node }: IConstruct): readonly Record<string, string>[] =>
  node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY).map(({ data }) => data);
const ruleOf = (name: string): string => name.replace(/^annotation::/i, '');

const acknowledgements = (app: App): readonly Note[] =>
  app.node
    .findAll()
    .flatMap((construct) =>
      saidAt(construct).flatMap((said) =>
        Object.entries(said).map(([name, reason]) => ({ id: ruleOf(name), path: construct.node.path, reason })),
      ),
    )
    .filter(({ id }) => id.startsWith('AwsSolutions'));

/** Takes every acknowledgement back. */
function unsay(app: App): void {
  for (const construct of app.node.findAll()) {
    for (const said of saidAt(construct)) for (const name of Object.keys(said)) delete said[name];
  }
}

const deployments: Readonly<Record<string, Partial<Config>>> = {
  'the usual deployment': {},
  'a deployment with everything on': {
    feedSchedule: true,
    alarmEmail: 'alarms@example.com',
    noticeEmail: 'notices@example.com',
    interval: '5m',
  },
  'a trial with nothing but the least': { keepRawDays: 0, schedule: false, removeData: true, name: 'trial-2' },
  'a deployment with a place': { region: 'eu-central-1', account: '123456789012', streamMode: 'on-demand' },
};

describe.each(Object.entries(deployments))('of %s cdk-nag', (_, settings) => {
  const app = synthesised(settings);
  const said = acknowledgements(app);

  it('finds nothing that is not explained', () => {
    expect(findings(app)).toEqual([]);
  });

  it('is answered where the thing is, one finding at a time', () => {
    expect(said.length).toBeGreaterThan(0);
    for (const { path, reason } of said) {
      expect(path.split('/').length).toBeGreaterThan(1);
      expect(reason).toMatch(/^[A-Z].{30,}/);
    }
    // Wildcards are explained resource by resource, and no action is one.
    const wildcards = said.map(({ id }) => id).filter((id) => id.includes('IAM5'));
    for (const id of wildcards) expect(id).toMatch(/^AwsSolutions-IAM5\[Resource::.{10,}[a-z]\/\*\]$/);
  });

  it('is told nothing that it has not found', () => {
    unsay(app);
    const found = findings(app);
    const unfounded = said.filter(
      ({ id, path }) => !found.some((finding) => finding.id === id && finding.path.startsWith(`${path}/`)),
    );
    expect(unfounded).toEqual([]);
    expect(found.length).toBeGreaterThanOrEqual(said.length);
  });
});
