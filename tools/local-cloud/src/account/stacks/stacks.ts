import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { ACCOUNT_ID } from '../../service.ts';
import { STACK_NAME } from '../limits.ts';
import type { ResourceHandler } from '../resource-handler.ts';
import type { Place } from '../template/blueprint.ts';
import { validationError } from '../validation-error.ts';
import { exportsOf } from './exports.ts';
import { failedStatus, isCleaningUp, recover } from './recover.ts';
import { cleanUp, leftoversOf } from './remove.ts';
import { Stack } from './stack.ts';
import type { StackRecord } from './stack-record.ts';
import type { StackStore } from './stack-store.ts';
import { handlerOf, sameNamed, StoppedError, type Workshop } from './workshop.ts';

export interface StacksSetup {
  readonly region: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly handlers: readonly ResourceHandler[];
  readonly store: Pick<StackStore, 'load' | 'save' | 'retained' | 'retain' | 'adopt'>;
  /** The value of an SSM parameter, if there is one. */
  readonly ssm: (name: string) => string | undefined;
}

/** The stacks of an account, and what goes on with them. */
export class Stacks {
  readonly workshop: Workshop;
  readonly #setup: StacksSetup;
  readonly #stacks: Stack[] = [];
  readonly #running = new Set<Promise<void>>();
  #goesOn = true;

  constructor(setup: StacksSetup) {
    this.#setup = setup;
    this.workshop = {
      handlers: new Map(setup.handlers.map((one) => [one.type, one])),
      exports: exportsOf(() => this.records()),
      retain: (state) => setup.store.retain(state),
      unowned: (wanted) => sameNamed(setup.store.retained, wanted, handlerOf(this.workshop, wanted.type)),
      adopt: (state) => setup.store.adopt(state),
      goesOn: () => this.#goesOn,
    };
  }

  get now(): number {
    return this.#setup.clock.now();
  }

  /** Those deleted included. */
  records(): readonly StackRecord[] {
    return this.#stacks.map(({ record }) => record);
  }

  /** The stack of that name or id; a deleted one only by its id. */
  find(nameOrId: string): Stack | undefined {
    return this.#stacks.find(
      ({ record: { id, name, status } }) => id === nameOrId || (name === nameOrId && status !== 'DELETE_COMPLETE'),
    );
  }

  /** Throws when there is no such stack. */
  at(nameOrId: string): Stack {
    const stack = this.find(nameOrId);
    if (stack) return stack;
    throw validationError(`Stack [${nameOrId}] does not exist`);
  }

  /** Whether a stack has a resource of that type with that attribute. */
  hasResource(type: string, attribute: string, value: string): boolean {
    const all = this.records().flatMap(({ resources }) => Object.values(resources));
    return all.some((one) => one.type === type && one.state?.attributes[attribute] === value);
  }

  /** Where a stack of that name is deployed to. */
  placeOf(stackName: string, stackId: string): Place {
    const { region, ssm } = this.#setup;
    return { region, ssm, stackName, stackId };
  }

  newId(kind: 'stack' | 'changeSet', name: string): string {
    const start = kind === 'stack' ? `stack/${name}` : `changeSet/${name}`;
    return `arn:aws:cloudformation:${this.#setup.region}:${ACCOUNT_ID}:${start}/${randomUUID()}`;
  }

  /** A stack of which nothing is there yet but its name. It is the account's once it is in a state. */
  add(name: string, id: string): Stack {
    if (!STACK_NAME.test(name))
      throw validationError(
        `Stack name '${name}' must be 1 to 128 letters, digits and hyphens, and begin with a letter`,
      );
    const none = { parameters: [], tags: {}, resources: {}, outputs: [], imports: [], leftovers: [], events: [] };
    const stack = this.#keep({
      ...none,
      id,
      name,
      createdMs: this.now,
      status: 'REVIEW_IN_PROGRESS',
      templateBody: '',
      terminationProtection: false,
      disableRollback: false,
      capabilities: [],
      changeSets: [],
    });
    this.#stacks.push(stack);
    return stack;
  }

  #keep(record: StackRecord): Stack {
    const { store, clock } = this.#setup;
    return new Stack(record, { now: () => clock.now(), save: (one) => store.save(one) });
  }

  /** Works on a stack in the background. What ends it untimely leaves the stack failed, with the reason. */
  run(stack: Stack, work: () => Promise<void>): void {
    const running = this.#carryOut(stack, work).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #carryOut(stack: Stack, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof StoppedError) return;
      stack.enter(failedStatus(stack.record.status), error instanceof Error ? error.message : String(error));
    }
  }

  /** Brings back all stacks, and of their resources what handlers keep in memory, each after what it depends on. */
  async open(): Promise<void> {
    const { store } = this.#setup;
    this.#stacks.push(...store.load(this.now).map((record) => this.#keep(record)));
    for (const stack of this.#stacks) recover(stack);
    for (const state of store.retained) await handlerOf(this.workshop, state.type).restore?.(state);
    for (const { record } of exportersFirst(this.#stacks)) {
      const all = [...leftoversOf(Object.values(record.resources), () => false), ...record.leftovers];
      for (const { state } of neededFirst(all)) await handlerOf(this.workshop, state.type).restore?.(state);
    }
  }

  /** Goes on with what can only be gone on with. */
  begin(): void {
    for (const stack of this.#stacks.filter(({ record }) => isCleaningUp(record)))
      this.run(stack, () => cleanUp(stack, this.workshop));
  }

  /** Resolves when no operation is under way. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Ends operations after the step that they are at. */
  async stop(): Promise<void> {
    this.#goesOn = false;
    await this.settled();
  }
}

/** Items in an order in which those come first that others need; where they go in a circle, as they came. */
function sorted<T>(items: readonly T[], needs: (item: T, other: T) => boolean): T[] {
  const left = [...items];
  const ordered: T[] = [];
  while (left.length > 0) {
    const next = left.findIndex((item) => !left.some((other) => other !== item && needs(item, other)));
    ordered.push(...left.splice(Math.max(next, 0), 1));
  }
  return ordered;
}

const exportersFirst = (stacks: readonly Stack[]): Stack[] =>
  sorted(stacks, ({ record: { imports } }, { record: { outputs } }) =>
    outputs.some(({ exportName = '' }) => imports.includes(exportName)),
  );

const neededFirst = <T extends { readonly logicalId: string; readonly dependsOn: readonly string[] }>(
  all: readonly T[],
): T[] => sorted(all, ({ dependsOn }, { logicalId }) => dependsOn.includes(logicalId));
