import { onTestFinished } from 'vitest';
import type { JsonValues, ResourceRequest, ResourceState } from '../src/account/resource-handler.ts';
import type { AccountParts } from '../src/account/resources/account-parts.ts';
import { resourceHandlers } from '../src/account/resources/resource-handlers.ts';
import { systemClock } from '../src/clock.ts';
import { countParts } from '../src/counts.ts';
import { Faults } from '../src/faults.ts';
import { route } from '../src/front-door.ts';
import { listen, type LoopbackServer } from '../src/loopback-server.ts';
import { Parts } from '../src/parts.ts';
import { temporaryFolder } from './folders.ts';

const region = 'us-east-1';

/** The services of an account and the handlers of its resources, without any stacks: what a stack would do is done by hand. */
export async function resourceLab(clock = systemClock) {
  const dir = temporaryFolder();
  /** In the order of their creation. */
  let states: ResourceState[] = [];
  let running = await open(dir, clock, states);
  let requests = 0;
  const close = async () => {
    await running.server.close();
    await running.parts.stop();
  };
  onTestFinished(close);
  const handlerOf = (type: string) => {
    const handler = running.handlers.find((one) => one.type === type);
    if (!handler) throw new Error(`There is no ${type}`);
    return handler;
  };
  const request = (type: string, properties: JsonValues, logicalId: string): ResourceRequest => {
    requests += 1;
    return { stackName: 'trial', logicalId, type, properties, tags: {}, clientToken: `token-${requests}` };
  };
  return {
    dir,
    get endpoint() {
      return running.server.endpoint;
    },
    get parts() {
      return running.parts;
    },
    counts: () => countParts(running.parts),
    drain: () => running.parts.drain(),
    async create(type: string, properties: JsonValues = {}, logicalId = 'Thing'): Promise<ResourceState> {
      const state = await handlerOf(type).create(request(type, properties, logicalId));
      states.push(state);
      return state;
    },
    /** Updates in place, or creates anew and deletes the old one, as a stack does. */
    async update(current: ResourceState, properties: JsonValues, logicalId = 'Thing'): Promise<ResourceState> {
      const handler = handlerOf(current.type);
      const isSame = (name: string) => JSON.stringify(current.properties[name]) === JSON.stringify(properties[name]);
      const again = request(current.type, properties, logicalId);
      const next = handler.createOnly?.every(isSame) ? await handler.update(again, current) : 'replace';
      const state = next === 'replace' ? await handler.create(again) : next;
      if (next === 'replace') await handler.delete(current);
      states = states.map((one) => (one === current ? state : one));
      return state;
    },
    async delete(state: ResourceState): Promise<void> {
      await handlerOf(state.type).delete(state);
      states = states.filter((one) => one !== state);
    },
    /** As a stop of the account and another start. */
    async restart(): Promise<void> {
      await close();
      running = await open(dir, clock, states);
    },
  };
}

async function open(dir: string, clock: typeof systemClock, states: readonly ResourceState[]) {
  let server: LoopbackServer | undefined;
  const context = { dir, region, clock, faults: new Faults() };
  const parts = new Parts(context, () => server?.endpoint ?? '');
  const account: AccountParts = { parts, parameters: new Map(), tables: new Map(), context };
  const handlers = resourceHandlers(account);
  const services = parts.services();
  server = await listen(0, (request) => route(services, context.faults, request));
  for (const state of states) await handlers.find(({ type }) => type === state.type)?.restore?.(state);
  parts.begin();
  return { parts, handlers, server };
}

export type ResourceLab = Awaited<ReturnType<typeof resourceLab>>;
