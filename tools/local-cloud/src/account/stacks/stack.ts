import { randomUUID } from 'node:crypto';
import type { Leftover, ResourceStatus, StackEvent, StackRecord, StackResource, StackStatus } from './stack-record.ts';

/** Older events of a stack are forgotten. */
const EVENTS_KEPT = 2000;

/** What a stack needs of its surroundings to keep itself. */
export interface StackKeeping {
  readonly now: () => number;
  /** Brings a record to the disk whole, or throws. */
  readonly save: (record: StackRecord) => void;
}

/** A stack: its record, each change of which is on disk before anything goes on. */
export class Stack {
  readonly #keeping: StackKeeping;
  #record: StackRecord;

  constructor(record: StackRecord, keeping: StackKeeping) {
    this.#record = record;
    this.#keeping = keeping;
  }

  get record(): StackRecord {
    return this.#record;
  }

  resource(logicalId: string): StackResource | undefined {
    return Object.hasOwn(this.#record.resources, logicalId) ? this.#record.resources[logicalId] : undefined;
  }

  change(patch: Partial<StackRecord>): void {
    const record = { ...this.#record, ...patch };
    this.#keeping.save(record);
    this.#record = record;
  }

  /** The stack comes into another state, and says so among its events. */
  enter(status: StackStatus, reason?: string, patch: Partial<StackRecord> = {}): void {
    const { name, id } = this.#record;
    const event = { logicalId: name, physicalId: id, type: 'AWS::CloudFormation::Stack', status };
    const clientRequestToken = patch.clientRequestToken ?? this.#record.clientRequestToken;
    const events = this.#eventsWith({ ...event, ...said(reason), ...(clientRequestToken && { clientRequestToken }) });
    const deleted = status === 'DELETE_COMPLETE' && { deletedMs: this.#keeping.now() };
    this.change({ ...patch, status, statusReason: reason, events, ...deleted });
  }

  /** A resource comes into another state; `patch` says what else changes with it. */
  setResource(resource: Omit<StackResource, 'changedMs'>, patch: Partial<StackRecord> = {}): void {
    const { logicalId, type, status, reason } = resource;
    const all = { ...this.#record.resources, [logicalId]: { ...resource, changedMs: this.#keeping.now() } };
    const event = { logicalId, type, status, physicalId: resource.state?.physicalId ?? '' };
    this.change({ ...patch, resources: all, events: this.#eventsWith({ ...event, ...said(reason) }) });
  }

  /** Says what becomes of a resource that the stack has given up. */
  tell(
    { logicalId, state }: Leftover,
    status: ResourceStatus,
    reason?: string,
    patch: Partial<StackRecord> = {},
  ): void {
    const event = { logicalId, physicalId: state.physicalId, type: state.type, status };
    this.change({ ...patch, events: this.#eventsWith({ ...event, ...said(reason) }) });
  }

  #eventsWith(event: Omit<StackEvent, 'id' | 'atMs'>): readonly StackEvent[] {
    const whole = { ...event, id: randomUUID(), atMs: this.#keeping.now() };
    return [...this.#record.events, whole].slice(-EVENTS_KEPT);
  }
}

const said = (reason: string | undefined): { readonly reason?: string } => (reason === undefined ? {} : { reason });
