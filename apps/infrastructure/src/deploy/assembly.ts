import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A stack as it was synthesised. */
export interface AssemblyStack {
  readonly name: string;
  /** File name of its template. */
  readonly templateFile: string;
  /** Stacks that must be there before it. */
  readonly needs: readonly string[];
}

/** What CDK writes beside the templates; assets and metadata are artifacts too. */
const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      dependencies: z.array(z.string()).default([]),
      properties: z.object({ templateFile: z.string().optional(), stackName: z.string().optional() }).optional(),
    }),
  ),
});

/** The stacks of a folder that `cdk synth` wrote, each after those that it needs. */
export function readAssembly(dir: string): AssemblyStack[] {
  return stacksOf(JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')));
}

export function stacksOf(manifest: unknown): AssemblyStack[] {
  const artifacts = Object.entries(manifestSchema.parse(manifest).artifacts);
  const stacks = artifacts.filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const nameOf = (id: string): string[] =>
    stacks.filter(([other]) => other === id).map(([, { properties }]) => properties?.stackName ?? id);
  const read = stacks.map(([id, { dependencies, properties }]) => ({
    name: properties?.stackName ?? id,
    templateFile: properties?.templateFile ?? `${id}.template.json`,
    needs: dependencies.flatMap(nameOf),
  }));
  return inOrder(read);
}

function inOrder(stacks: readonly AssemblyStack[]): AssemblyStack[] {
  const ordered = new Map<string, AssemblyStack>();
  const add = (stack: AssemblyStack): void => {
    for (const needed of stacks.filter(({ name }) => stack.needs.includes(name))) add(needed);
    ordered.set(stack.name, stack);
  };
  for (const stack of stacks) add(stack);
  return [...ordered.values()];
}

/** A stack and all that it needs, in the order of deployment. */
export function withNeeds(stacks: readonly AssemblyStack[], names: readonly string[]): AssemblyStack[] {
  const wanted = new Set(names);
  for (const { name, needs } of stacks.toReversed()) if (wanted.has(name)) for (const need of needs) wanted.add(need);
  return stacks.filter(({ name }) => wanted.has(name));
}

/** A stack and all that need it, in the order of destruction. */
export function withDependents(stacks: readonly AssemblyStack[], names: readonly string[]): AssemblyStack[] {
  const doomed = new Set(names);
  for (const { name, needs } of stacks) if (needs.some((need) => doomed.has(need))) doomed.add(name);
  return stacks.filter(({ name }) => doomed.has(name)).toReversed();
}
