import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildApp } from '../src/build-app.ts';
import { configSchema } from '../src/config.ts';

const ROOT = join(import.meta.dirname, '../../..');
const GUIDE = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');

/** The fenced blocks of a language. */
const blocks = (language: string): string[] =>
  [...GUIDE.matchAll(new RegExp(`^ *\`\`\`${language}\n([^]*?)^ *\`\`\``, 'gm'))].map(([, text = '']) => text);

/** Every command of the guide: the lines of its shell blocks, and what stands between backticks. */
const COMMANDS = [
  ...blocks('sh').flatMap((text) => text.replaceAll('\\\n', ' ').split('\n')),
  ...[...GUIDE.matchAll(/`(npx [^`\n]+)`/g)].map(([, text = '']) => text),
].map((line) => line.replace(/ #.*$/, '').trim());

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Links to headings are made as GitHub makes them. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

/** Each section by its anchor: what stands under its heading, until the next. */
const SECTIONS = new Map(
  GUIDE.split(/^#{1,3} /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return [anchorOf(heading), lines.join('\n')] as const;
    }),
);

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.json()).optional() }),
  ),
  Outputs: z.record(z.string(), z.unknown()).default({}),
});
type Template = z.output<typeof templateSchema>;

let outdir: string;
/** The synthesised templates, by what stands behind `tickerlake-` in their stacks' names. */
let templates: Map<string, Template>;
beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'tickerlake-guide-'));
  process.env['CDK_VALIDATION'] = 'false';
  const { app } = buildApp(configSchema.parse({}), { outdir, checks: false });
  templates = new Map(
    app
      .synth()
      .stacks.map(({ stackName, template }) => [stackName.replace('tickerlake-', ''), templateSchema.parse(template)]),
  );
});
afterAll(() => rmSync(outdir, { recursive: true }));

describe('what to do about an alarm', () => {
  it('stands where its description says, under a heading of its own, with its name', () => {
    const alarms = Object.values(templates.get('monitoring')?.Resources ?? {}).filter(
      ({ Type }) => Type === 'AWS::CloudWatch::Alarm',
    );
    expect(alarms.length).toBeGreaterThan(10);
    for (const { Properties = {} } of alarms) {
      const [name, description] = [textOf(Properties['AlarmName']), textOf(Properties['AlarmDescription'])];
      const anchor = /docs\/operations\.md#([\w-]+)$/.exec(description)?.[1] ?? '';
      expect(SECTIONS.get(anchor), `${name}: the guide has no heading ${anchor}`).toContain(`\`${name}\``);
    }
  });

  it('is told of no alarm that there is not', () => {
    const names = Object.values(templates.get('monitoring')?.Resources ?? {})
      .map(({ Properties = {} }) => textOf(Properties['AlarmName']))
      .filter((name) => name !== '');
    const told = [...SECTIONS.keys()]
      .slice([...SECTIONS.keys()].indexOf('alarms') + 1, [...SECTIONS.keys()].indexOf('replay'))
      .flatMap((anchor) =>
        [...(SECTIONS.get(anchor) ?? '').matchAll(/`(tickerlake-[a-z-]+)`/g)].map(([, name = '']) => name),
      );
    expect(told.toSorted()).toEqual(names.toSorted());
  });
});

describe('a command of the guide', () => {
  it('asks stacks for outputs and resources that they have, once each', () => {
    const outputs = COMMANDS.flatMap((command) => [...command.matchAll(/\$\(out ([\w-]+) (\w+)\)/g)]);
    expect(outputs.length).toBeGreaterThan(5);
    for (const [text, part = '', key = ''] of outputs)
      expect(Object.keys(templates.get(part)?.Outputs ?? {}), text).toContain(key);
    const resources = COMMANDS.flatMap((command) => [...command.matchAll(/\$\(find_one ([\w-]+) ([\w:]+)\)/g)]);
    expect(resources.length).toBeGreaterThan(1);
    for (const [text, part = '', type = ''] of resources) {
      const found = Object.values(templates.get(part)?.Resources ?? {}).filter(({ Type }) => Type === type);
      expect(found, text).toHaveLength(1);
    }
  });

  it('names logs and stacks that there are', () => {
    const resources = [...templates.values()].flatMap(({ Resources }) => Object.values(Resources));
    const groups = new Set(resources.map(({ Properties = {} }) => Properties['LogGroupName']));
    const tailed = COMMANDS.flatMap((command) => /aws logs tail "?(\/tickerlake\/[\w-]+)/.exec(command)?.[1] ?? []);
    const asked = COMMANDS.flatMap((command) => /^troubles ([\w-]+)/.exec(command)?.[1] ?? []);
    const logs = [...tailed, ...asked.map((app) => `/tickerlake/${app}`)];
    expect(logs.length).toBeGreaterThan(3);
    for (const log of logs) expect(groups, log).toContain(log);
    for (const [, part = ''] of GUIDE.matchAll(/--stack-name tickerlake-([\w-]+)/g))
      expect([...templates.keys()]).toContain(part);
  });
});

it('has settings in its examples that the configuration takes', () => {
  const [example = '', ...others] = blocks('json');
  expect(others).toEqual([]);
  expect(() => configSchema.parse(JSON.parse(example))).not.toThrow();
  const named = [...GUIDE.matchAll(/tickerlake:(\w+)=/g)].map(([, key = '']) => key);
  expect(named.length).toBeGreaterThan(3);
  for (const key of named) expect(Object.keys(configSchema.shape), key).toContain(key);
});

it('links to headings that it has', () => {
  const links = [...GUIDE.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
  expect(links.length).toBeGreaterThan(10);
  for (const link of links) expect([...SECTIONS.keys()]).toContain(link);
});

describe('the arithmetic of growth', () => {
  /** What a line says, from left to right: numbers with `×` or `÷` between, and the result after `=`. */
  const compute = (line: string): { said: number; is: number } => {
    const [left = '', right = ''] = line.split('=');
    const numbers = (text: string): number[] =>
      [...text.matchAll(/\d[\d,]*(?:\.\d+)?/g)].map(([digits]) => Number(digits.replaceAll(',', '')));
    const [first = Number.NaN, ...factors] = left.split(/(?=[×÷])/).map((term) => {
      const [value = Number.NaN] = numbers(term);
      return term.startsWith('÷') ? 1 / value : value;
    });
    return { said: numbers(right)[0] ?? Number.NaN, is: factors.reduce((product, factor) => product * factor, first) };
  };
  const lines = blocks('arithmetic').flatMap((text) => text.trim().split('\n'));

  it('is there', () => expect(lines.length).toBeGreaterThan(10));

  it.each(lines)('%s', (line) => {
    const { said, is } = compute(line);
    // Collectors and shards are whole ones.
    const meant = /(?:shards|collectors)$/.test(line) ? Math.ceil(is) : is;
    expect(Math.abs(said / meant - 1), `it is ${is}`).toBeLessThan(0.005);
  });
});
