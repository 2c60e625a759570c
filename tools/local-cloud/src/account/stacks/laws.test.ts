import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeWorld } from '../../../test/fake-world.ts';
import { continueRollback, createStack, startDelete, startRollback, updateStack } from './operations.ts';
import type { StackRecord } from './stack-record.ts';
import type { Stacks } from './stacks.ts';

interface Thing {
  readonly fixed: number;
  readonly value: number;
  /** Of the things that it may need, those before it in the alphabet. */
  readonly needs: readonly number[];
}
/** Things by their letters; the letters' order is one in which nothing needs what comes later. */
type Graph = Readonly<Record<string, Thing>>;

const IDS = 'A B C D E F G'.split(' ');
const thing = fc.record({
  fixed: fc.nat(1),
  value: fc.nat(1),
  needs: fc.uniqueArray(fc.nat(IDS.length - 1), { maxLength: 3 }),
});
const graph: fc.Arbitrary<Graph> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...IDS), thing), { minLength: 1, selector: ([id]) => id })
  .map((all) => Object.fromEntries(all));

const needsOf = (all: Graph, id: string): string[] =>
  (all[id]?.needs ?? []).map((i) => IDS[i] ?? '').filter((other) => other < id && other in all);

/** A template in which the things stand in the order of the object, not of their needs. */
const templateOf = (all: Graph): string => {
  const entries = Object.entries(all).map(([id, { fixed, value }]) => {
    const Needs = needsOf(all, id).map((Ref) => ({ Ref }));
    return [id, { Type: 'AWS::Test::Thing', Properties: { Fixed: fixed, Value: value, Needs } }];
  });
  const Outputs = { First: { Value: { Ref: Object.keys(all)[0] } } };
  return JSON.stringify({ Resources: Object.fromEntries(entries), Outputs });
};

const submission = (all: Graph) => ({
  templateBody: templateOf(all),
  parameters: [],
  tags: {},
  capabilities: [],
  importExisting: false,
});
const options = { disableRollback: false, capabilities: [] };

async function create(stacks: Stacks, all: Graph): Promise<StackRecord> {
  const stack = createStack(stacks, 'trial', submission(all), options);
  await stacks.settled();
  return stack.record;
}

/** Updates the stack; without a change it stays as it is. */
async function update(stacks: Stacks, all: Graph): Promise<StackRecord> {
  try {
    updateStack(stacks, 'trial', submission(all), options);
  } catch (error) {
    expect(error).toMatchObject({ message: 'No updates are to be performed.' });
  }
  await stacks.settled();
  return stacks.at('trial').record;
}

async function remove(stacks: Stacks, retain: readonly string[] = []): Promise<StackRecord> {
  const { id } = stacks.at('trial').record;
  startDelete(stacks, id, { retain });
  await stacks.settled();
  return stacks.at(id).record;
}

/** What there is, told by logical ids: the same for every world that was made of the same template. */
function shapeOf({ things }: FakeWorld): Record<string, unknown> {
  const logical = (physicalId: unknown) => String(physicalId).replace(/-\d+$/, '');
  const shape = Array.from(things, ([id, { Needs, ...own }]) => {
    const needs = Array.isArray(Needs) ? Needs.map(logical) : [];
    return [logical(id), { ...own, needs }] as const;
  });
  expect(new Set(shape.map(([id]) => id)).size).toBe(shape.length);
  return Object.fromEntries(shape);
}

const wanted = (all: Graph) =>
  Object.fromEntries(
    Object.entries(all).map(([id, { fixed, value }]) => [id, { Fixed: fixed, Value: value, needs: needsOf(all, id) }]),
  );

/** What a stack is, but for when and how it came to be. */
const bodyOf = ({ templateBody, parameters, tags, outputs, resources, imports, before, leftovers }: StackRecord) => ({
  templateBody,
  parameters,
  tags,
  outputs,
  imports,
  before,
  leftovers,
  resources: Object.values(resources).map(({ status: _status, changedMs: _changedMs, ...resource }) => resource),
});

const things = ({ things: all }: FakeWorld) => Object.fromEntries(all);
const stepsOf = (world: FakeWorld, verb: string) =>
  world.steps.filter((step) => step.startsWith(verb)).map((step) => step.slice(verb.length + 1));

describe('a stack of any graph of resources', () => {
  it('is created in an order that respects the dependencies, and deleted the other way round', () =>
    fc.assert(
      fc.asyncProperty(graph, async (all) => {
        const world = new FakeWorld();
        const stacks = await world.open();
        expect(await create(stacks, all)).toMatchObject({ status: 'CREATE_COMPLETE' });
        expect(shapeOf(world)).toEqual(wanted(all));
        expect(await remove(stacks)).toMatchObject({ status: 'DELETE_COMPLETE' });
        expect(things(world)).toEqual({});
        const [created, deleted] = [stepsOf(world, 'create'), stepsOf(world, 'delete')];
        for (const id of Object.keys(all))
          for (const needed of needsOf(all, id)) {
            expect(created.indexOf(needed)).toBeLessThan(created.indexOf(id));
            expect(deleted.indexOf(needed)).toBeGreaterThan(deleted.indexOf(id));
          }
      }),
    ));

  it('leaves nothing when any one of them cannot be created, and says which', () =>
    fc.assert(
      fc.asyncProperty(graph, fc.nat(), async (all, at) => {
        const world = new FakeWorld();
        const stacks = await world.open();
        const id = Object.keys(all)[at % Object.keys(all).length] ?? '';
        world.failing.add(`create ${id}`);
        const { status, events } = await create(stacks, all);
        expect(status).toBe('ROLLBACK_COMPLETE');
        expect(things(world)).toEqual({});
        const failed = events.filter((event) => event.status === 'CREATE_FAILED');
        expect(failed.map(({ logicalId }) => logicalId)).toEqual([id]);
        expect(failed[0]?.reason).toContain(`"create ${id} fails"`);
      }),
    ));

  it('becomes what any other template says, with nothing left over', () =>
    fc.assert(
      fc.asyncProperty(graph, graph, async (old, next) => {
        const world = new FakeWorld();
        const stacks = await world.open();
        await create(stacks, old);
        const { status, leftovers, before } = await update(stacks, next);
        expect(status).toMatch(/^(CREATE|UPDATE)_COMPLETE$/);
        expect(shapeOf(world)).toEqual(wanted(next));
        expect({ leftovers, before }).toEqual({ leftovers: [], before: undefined });
        expect(await update(stacks, next)).toMatchObject({ status });
      }),
    ));

  it('is exactly what it was before when any step of an update fails', () =>
    fc.assert(
      fc.asyncProperty(
        graph,
        graph,
        fc.constantFrom('create', 'update'),
        fc.constantFrom(...IDS),
        async (old, next, verb, id) => {
          const world = new FakeWorld();
          const stacks = await world.open();
          const before = { body: bodyOf(await create(stacks, old)), things: things(world) };
          world.failing.add(`${verb} ${id}`);
          const record = await update(stacks, next);
          // Most steps are not taken by most updates.
          if (record.status === 'UPDATE_ROLLBACK_COMPLETE')
            expect({ body: bodyOf(record), things: things(world) }).toEqual(before);
          else expect(shapeOf(world)).toEqual(wanted(next));
        },
      ),
    ));

  it('whose update is through keeps what it could not delete, without a stack', () =>
    fc.assert(
      fc.asyncProperty(graph, fc.nat(), async (all, at) => {
        const world = new FakeWorld();
        const stacks = await world.open();
        await create(stacks, { ...all, Z: { fixed: 0, value: 0, needs: [at % IDS.length] } });
        // What Z needs is the new stack's still.
        world.failing.add('delete Z');
        const { status, resources, leftovers } = await update(stacks, all);
        expect({ status, leftovers, left: 'Z' in resources }).toEqual({
          status: 'UPDATE_COMPLETE',
          leftovers: [],
          left: false,
        });
        expect(Object.keys(shapeOf(world))).toContain('Z');
        expect(world.retained.map(({ physicalId }) => physicalId)).toEqual([expect.stringMatching(/^Z-/)]);
      }),
    ));

  it.each([
    ['continued', []],
    ['told to go on without what it fails at', ['Y']],
  ])('whose roll back fails as well waits until it is %s', async (_, skipped) => {
    const world = new FakeWorld();
    const stacks = await world.open();
    const old: Graph = { Y: { fixed: 0, value: 0, needs: [] }, Z: { fixed: 0, value: 0, needs: [] } };
    const before = bodyOf(await create(stacks, old));
    world.failing.add('update Y').add('again Y');
    const record = await update(stacks, { Y: { fixed: 0, value: 1, needs: [] }, Z: { fixed: 0, value: 1, needs: [] } });
    expect(record).toMatchObject({
      status: 'UPDATE_ROLLBACK_FAILED',
      statusReason: 'The following resource(s) failed to update: [Y].',
    });
    expect(() => continueRollback(stacks, 'trial', ['Z'], undefined)).toThrow('not UPDATE_FAILED: [Z]');
    continueRollback(stacks, 'trial', skipped, undefined);
    await stacks.settled();
    const { status, events } = stacks.at('trial').record;
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(bodyOf(stacks.at('trial').record)).toMatchObject({
      ...before,
      resources: [{ logicalId: 'Y' }, { logicalId: 'Z' }],
    });
    const said = events.filter(({ reason }) => reason === 'Resource skipped during UpdateRollback');
    expect(said.map(({ logicalId }) => logicalId)).toEqual(skipped);
  });

  it('whose deletion fails at any of them is deleted by the next, or keeps what it is told to leave', () =>
    fc.assert(
      fc.asyncProperty(graph, fc.nat(), fc.boolean(), async (all, at, leaves) => {
        const world = new FakeWorld();
        const stacks = await world.open();
        await create(stacks, all);
        const id = Object.keys(all)[at % Object.keys(all).length] ?? '';
        world.failing.add(`delete ${id}`);
        const failed = await remove(stacks);
        expect(failed).toMatchObject({ status: 'DELETE_FAILED', statusReason: expect.stringContaining(id) as string });
        // What is left would need what goes, if it needed anything.
        const left = leaves && needsOf(all, id).length === 0 ? [id] : [];
        expect(await remove(stacks, left)).toMatchObject({ status: 'DELETE_COMPLETE' });
        expect(Object.keys(shapeOf(world))).toEqual(left);
        expect(world.retained).toHaveLength(left.length);
      }),
    ));
});

/** A stack of `old`, stopped at some step of its update to `next`, and opened again. */
async function interrupted(old: Graph, next: Graph, steps: number) {
  const world = new FakeWorld();
  const before = { body: bodyOf(await create(await world.open(), old)), things: things(world) };
  const stacks = await world.open();
  world.stopAfter = world.steps.length + 1 + steps;
  await update(stacks, next);
  world.stopAfter = -1;
  const again = await world.open();
  await again.settled();
  // An update may be through before that step, or past what can fail: then it was gone on with.
  const isOver = again.at('trial').record.status !== 'UPDATE_FAILED';
  if (isOver) expect(shapeOf(world)).toEqual(wanted(next));
  return { world, stacks: again, before, isOver };
}

describe('a stack whose account is stopped in the middle of an update is found failed, and', () => {
  const anywhere = [graph, graph, fc.nat(12)] as const;

  it('is gone on with by the same update', () =>
    fc.assert(
      fc.asyncProperty(...anywhere, async (old, next, steps) => {
        const { world, stacks } = await interrupted(old, next, steps);
        const { leftovers, before } = await update(stacks, next);
        expect({ leftovers, before }).toEqual({ leftovers: [], before: undefined });
        expect(shapeOf(world)).toEqual(wanted(next));
      }),
    ));

  it('is taken back to exactly what it was', () =>
    fc.assert(
      fc.asyncProperty(...anywhere, async (old, next, steps) => {
        const { world, stacks, before, isOver } = await interrupted(old, next, steps);
        fc.pre(!isOver);
        startRollback(stacks, 'trial', undefined);
        await stacks.settled();
        const { record } = stacks.at('trial');
        expect(record.status).toBe('UPDATE_ROLLBACK_COMPLETE');
        expect({ body: bodyOf(record), things: things(world) }).toEqual(before);
      }),
    ));

  it('is deleted whole', () =>
    fc.assert(
      fc.asyncProperty(...anywhere, async (old, next, steps) => {
        const { world, stacks } = await interrupted(old, next, steps);
        expect(await remove(stacks)).toMatchObject({ status: 'DELETE_COMPLETE' });
        expect(things(world)).toEqual({});
      }),
    ));
});
