import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AssemblyStack, stacksOf, withDependents, withNeeds } from './assembly.ts';

const namesOf = (stacks: readonly AssemblyStack[]) => stacks.map(({ name }) => name);

it('reads stacks out of what CDK writes, without assets and metadata, each after those that it needs', () => {
  const stack = (dependencies: string[], properties = {}) => ({
    type: 'aws:cloudformation:stack',
    dependencies,
    properties: { templateFile: 't.json', ...properties },
  });
  const manifest = {
    version: '54.0.0',
    artifacts: {
      Tree: { type: 'cdk:tree' },
      monitoring: stack(['lake-id', 'collector', 'monitoring.assets']),
      'monitoring.assets': { type: 'cdk:asset-manifest' },
      collector: stack(['lake-id']),
      'lake-id': stack([], { stackName: 'tickerlake-lake' }),
    },
  };
  expect(stacksOf(manifest)).toEqual([
    { name: 'tickerlake-lake', templateFile: 't.json', needs: [] },
    { name: 'collector', templateFile: 't.json', needs: ['tickerlake-lake'] },
    { name: 'monitoring', templateFile: 't.json', needs: ['tickerlake-lake', 'collector'] },
  ]);
});

/** Stacks in an order of deployment: each needs only earlier ones. */
const stacks = fc.array(fc.array(fc.nat({ max: 6 }), { maxLength: 3 }), { minLength: 1, maxLength: 7 }).map((needs) =>
  needs.map((of, index) => ({
    name: `s${index}`,
    templateFile: '',
    needs: of.filter((other) => other < index).map((other) => `s${other}`),
  })),
);

it('brings up whatever a stack needs before it, and nothing else', () => {
  fc.assert(
    fc.property(stacks, fc.nat(), (all, pick) => {
      const target = `s${pick % all.length}`;
      const chosen = withNeeds(all, [target]);
      const names = namesOf(chosen);
      for (const [index, { needs }] of chosen.entries()) {
        expect(names.slice(0, index)).toEqual(expect.arrayContaining([...needs]));
      }
      const wanted = new Set([target, ...chosen.flatMap(({ needs }) => needs)]);
      expect(new Set(names)).toEqual(wanted);
    }),
  );
});

it('takes down whatever needs a stack before it: what is left still has all that it needs', () => {
  fc.assert(
    fc.property(stacks, fc.nat(), (all, pick) => {
      const target = `s${pick % all.length}`;
      const left = new Set(namesOf(all));
      const doomed = namesOf(withDependents(all, [target]));
      expect(doomed.at(-1)).toBe(target);
      for (const name of doomed) {
        left.delete(name);
        const broken = all.filter((stack) => left.has(stack.name) && stack.needs.some((need) => !left.has(need)));
        expect(namesOf(broken)).toEqual([]);
      }
      for (const name of doomed) if (name !== target) expect(namesOf(withNeeds(all, [name]))).toContain(target);
    }),
  );
});
