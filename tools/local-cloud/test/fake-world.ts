import {
  ResourceError,
  type ResourceHandler,
  type ResourceRequest,
  type ResourceState,
} from '../src/account/resource-handler.ts';
import { Stacks } from '../src/account/stacks/stacks.ts';
import type { StackRecord } from '../src/account/stacks/stack-record.ts';

/** What exists, by physical id. */
type Things = Map<string, ResourceState['properties']>;

/** A made-up account of things of one type, whose every step is checked: nothing may need what is not there. */
export class FakeWorld {
  readonly things: Things = new Map();
  /** Every step that a handler took: `create A`. */
  readonly steps: string[] = [];
  /** Steps that fail the next time, as they are written in `steps`; `again A` is the second update of A. */
  readonly failing = new Set<string>();
  /** Steps after which the account stops; -1 never. */
  stopAfter = -1;
  #stop: (() => void) | undefined;
  #made = 0;
  readonly #files = new Map<string, string>();
  readonly retained: ResourceState[] = [];

  /** `Fixed` cannot change; `Value` can. `Needs` are physical ids of other things. */
  readonly handler: ResourceHandler = {
    type: 'AWS::Test::Thing',
    createOnly: ['Fixed'],
    create: async (request) => {
      await this.#step('create', request.logicalId);
      this.#assertThere(request);
      this.#made += 1;
      const physicalId = `${request.logicalId}-${this.#made}`;
      this.things.set(physicalId, request.properties);
      return this.#stateOf(request, physicalId);
    },
    update: async (request, { physicalId }) => {
      await this.#step('update', request.logicalId);
      this.#assertThere(request);
      if (!this.things.has(physicalId)) throw new Error(`update of ${physicalId}, which is not there`);
      this.things.set(physicalId, request.properties);
      return this.#stateOf(request, physicalId);
    },
    delete: async ({ physicalId }) => {
      await this.#step('delete', physicalId.replace(/-\d+$/, ''));
      const user = [...this.things].find(([, { Needs }]) => Array.isArray(Needs) && Needs.includes(physicalId));
      if (user) throw new Error(`delete of ${physicalId}, which ${user[0]} needs`);
      this.things.delete(physicalId);
    },
  };

  #stateOf({ type, properties }: ResourceRequest, physicalId: string): ResourceState {
    return { type, physicalId, attributes: { Arn: `arn:${physicalId}` }, properties };
  }

  /** Takes some turns of the event loop, others more, so that steps overlap. */
  async #step(verb: string, logicalId: string): Promise<void> {
    const step = `${verb} ${logicalId}`;
    this.steps.push(step);
    if (this.steps.length === this.stopAfter) this.#stop?.();
    for (let turns = (this.steps.length * 7) % 5; turns >= 0; turns -= 1) await Promise.resolve();
    const isSecond = verb === 'update' && this.steps.filter((one) => one === step).length === 2;
    if (this.failing.delete(isSecond ? `again ${logicalId}` : step)) throw new ResourceError(`${step} fails`);
  }

  #assertThere({ logicalId, properties: { Needs } }: ResourceRequest): void {
    const missing = Array.isArray(Needs) ? Needs.filter((id) => !this.things.has(String(id))) : [];
    if (missing.length > 0) throw new Error(`${logicalId} needs ${missing.join(', ')}, which is not there`);
  }

  /** The account, opened anew from what was saved. */
  async open(): Promise<Stacks> {
    const stacks = new Stacks({
      region: 'us-east-1',
      clock: { now: () => 0 },
      handlers: [this.handler],
      ssm: () => undefined,
      store: {
        load: () => Array.from(this.#files.values(), (text): StackRecord => JSON.parse(text)),
        save: (record) => void this.#files.set(record.id, JSON.stringify(record)),
        retained: this.retained,
        retain: (state) => void this.retained.push(state),
        adopt: () => undefined,
      },
    });
    this.#stop = () => void stacks.stop();
    await stacks.open();
    stacks.begin();
    return stacks;
  }
}
