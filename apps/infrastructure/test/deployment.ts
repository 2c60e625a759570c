import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, CfnResource, Stack, TagManager } from 'aws-cdk-lib';
import { z } from 'zod';
import { buildApp } from '../src/build-app.ts';
import { configSchema } from '../src/config.ts';
import { BundledFunction } from '../src/constructs/bundled-function.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type JsonObject = Record<string, Json>;

/** A resource of a synthesised template. */
export interface Resource {
  readonly stack: string;
  /** Its logical id. */
  readonly id: string;
  readonly type: string;
  properties: JsonObject;
  deletionPolicy: string | undefined;
  updateReplacePolicy: string | undefined;
  /** The property that holds its tags, where it can have any. */
  readonly tagProperty: string | undefined;
}

/** All stacks of a deployment, as CloudFormation gets them. */
export interface Deployment {
  readonly resources: Resource[];
  /** What stacks export, by the export's name. */
  readonly exports: Readonly<Record<string, { readonly stack: string; readonly value: Json }>>;
  /** The app whose bundle a function is made of, by `stack/logical id`. */
  readonly apps: Readonly<Record<string, string>>;
}

const jsonObject = z.record(z.string(), z.json());
const templateSchema = z.object({
  Resources: z
    .record(
      z.string(),
      z.object({
        Type: z.string(),
        Properties: jsonObject.default({}),
        DeletionPolicy: z.string().optional(),
        UpdateReplacePolicy: z.string().optional(),
      }),
    )
    .default({}),
  Outputs: z
    .record(z.string(), z.object({ Value: z.json(), Export: z.object({ Name: z.string() }).optional() }))
    .default({}),
});

export const nameOf = ({ stack, id }: Pick<Resource, 'stack' | 'id'>): string => `${stack}/${id}`;

const cfnResources = (app: App): CfnResource[] =>
  app.node.findAll().filter((construct) => construct instanceof CfnResource);

const nameOfConstruct = (resource: CfnResource): string =>
  nameOf({ stack: resource.stack.stackName, id: resource.stack.getLogicalId(resource) });

/** The templates of every stack, without cdk-nag: what it finds is another test's business. */
export function synthesise(settings: z.input<typeof configSchema> = {}): Deployment {
  // The rules of CloudFormation's schemas take seconds; the synthesis of the deployment itself has them.
  process.env['CDK_VALIDATION'] = 'false';
  const outdir = mkdtempSync(join(tmpdir(), 'tickerlake-synth-'));
  try {
    const { app } = buildApp(configSchema.parse(settings), { outdir, checks: false });
    const { stacks } = app.synth();
    return readTemplates(app, new Map(stacks.map(({ stackName, template }) => [stackName, template])));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** As templates spell it: in the constructs its name begins small. */
const tagPropertyOf = (resource: CfnResource): string | undefined =>
  TagManager.of(resource)?.tagPropertyName.replace(/^./, (letter) => letter.toUpperCase());

function readTemplates(app: App, templates: ReadonlyMap<string, unknown>): Deployment {
  const tagProperties = new Map(
    cfnResources(app).map((resource) => [nameOfConstruct(resource), tagPropertyOf(resource)]),
  );
  const deployment: { resources: Resource[]; exports: Record<string, { stack: string; value: Json }> } = {
    resources: [],
    exports: {},
  };
  for (const [stack, template] of templates) {
    const { Resources, Outputs } = templateSchema.parse(template);
    for (const [id, { Type, Properties, DeletionPolicy, UpdateReplacePolicy }] of Object.entries(Resources)) {
      deployment.resources.push({
        stack,
        id,
        type: Type,
        properties: Properties,
        deletionPolicy: DeletionPolicy,
        updateReplacePolicy: UpdateReplacePolicy,
        tagProperty: tagProperties.get(nameOf({ stack, id })),
      });
    }
    for (const { Export, Value } of Object.values(Outputs))
      if (Export) deployment.exports[Export.Name] = { stack, value: Value };
  }
  return { ...deployment, apps: appsOf(app) };
}

function appsOf(app: App): Record<string, string> {
  const functions = app.node.findAll().filter((construct) => construct instanceof BundledFunction);
  return Object.fromEntries(
    functions.map((bundled) => {
      const { stackName } = Stack.of(bundled);
      const id = Stack.of(bundled).resolve(bundled.function.functionName);
      return [nameOf({ stack: stackName, id: z.object({ Ref: z.string() }).parse(id).Ref }), bundled.app];
    }),
  );
}

/** A value inside a value; `undefined` where the path leads nowhere. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return at(value[first], ...rest);
}

/** A text as it is, anything else as JSON. */
export const textOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');

/** One or many, as a list. */
export const listOf = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

export const ofType = ({ resources }: Deployment, ...types: readonly string[]): Resource[] =>
  resources.filter(({ type }) => types.includes(type));

/**
 * The resource that a value of a template stands for: by reference, by attribute, through another stack's export, or as
 * the first that a joined text names. `undefined` where it names none of the deployment.
 */
export function targetOf(deployment: Deployment, stack: string, value: Json | undefined): Resource | undefined {
  const id = at(value, 'Ref') ?? listOf(at(value, 'Fn::GetAtt'))[0];
  if (typeof id === 'string') return deployment.resources.find((one) => one.stack === stack && one.id === id);
  const imported = at(value, 'Fn::ImportValue');
  if (typeof imported === 'string') {
    const exported = deployment.exports[imported];
    return exported && targetOf(deployment, exported.stack, exported.value);
  }
  for (const part of listOf(listOf(at(value, 'Fn::Join'))[1])) {
    const target = targetOf(deployment, stack, part);
    if (target) return target;
  }
  return undefined;
}
