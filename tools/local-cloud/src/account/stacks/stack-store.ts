import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedStateError } from '../../errors.ts';
import { isObject } from '../../json-value.ts';
import { readJsonFile, writeJsonFile } from '../../state/disk.ts';
import { DELETED_KEPT_MS } from '../limits.ts';
import type { ResourceState } from '../resource-handler.ts';
import type { StackRecord } from './stack-record.ts';

const noFault = () => undefined;

/** The stacks of an account on disk: a file each, replaced whole. */
export class StackStore {
  readonly #dir: string;
  readonly #retainedFile: string;
  #retained: readonly ResourceState[];

  /** Throws `DamagedStateError` when a file is not what was written. */
  constructor(dir: string) {
    this.#dir = dir;
    this.#retainedFile = join(dir, 'retained', 'resources.json');
    mkdirSync(dir, { recursive: true });
    const { resources = [] } = readJsonFile(this.#retainedFile) ?? {};
    if (!Array.isArray(resources) || !resources.every(isState))
      throw new DamagedStateError(this.#retainedFile, 'it is no list of resources');
    this.#retained = resources;
  }

  /** Resources that no stack has any more and that are still there. */
  get retained(): readonly ResourceState[] {
    return this.#retained;
  }

  retain(state: ResourceState): void {
    this.#keep([...this.#retained, state]);
  }

  adopt(state: ResourceState): void {
    this.#keep(this.#retained.filter((one) => one !== state));
  }

  #keep(resources: readonly ResourceState[]): void {
    writeJsonFile(this.#retainedFile, { resources }, noFault);
    this.#retained = resources;
  }

  save(record: StackRecord): void {
    writeJsonFile(this.#fileOf(record), record, noFault);
  }

  /** All stacks, those deleted long ago aside, which are removed for good. */
  load(nowMs: number): StackRecord[] {
    const files = readdirSync(this.#dir).filter((name) => name.endsWith('.json'));
    const records = files.map((name) => readRecord(join(this.#dir, name)));
    const isOld = ({ deletedMs = nowMs }: StackRecord) => nowMs - deletedMs > DELETED_KEPT_MS;
    for (const record of records.filter(isOld)) rmSync(this.#fileOf(record), { force: true });
    return records.filter((record) => !isOld(record)).toSorted((a, b) => a.createdMs - b.createdMs);
  }

  #fileOf({ name, id }: StackRecord): string {
    return join(this.#dir, `${name}-${id.slice(id.lastIndexOf('/') + 1)}.json`);
  }
}

function readRecord(file: string): StackRecord {
  const value: unknown = readJsonFile(file);
  if (isRecord(value)) return value;
  throw new DamagedStateError(file, 'it is no stack');
}

const isRecord = (value: unknown): value is StackRecord =>
  isObject(value) &&
  ['id', 'name', 'status', 'templateBody'].every((name) => typeof value[name] === 'string') &&
  ['parameters', 'outputs', 'imports', 'leftovers', 'events', 'changeSets'].every((name) =>
    Array.isArray(value[name]),
  ) &&
  isObject(value['resources']);

const isState = (value: unknown): value is ResourceState =>
  isObject(value) &&
  typeof value['type'] === 'string' &&
  typeof value['physicalId'] === 'string' &&
  isObject(value['attributes']) &&
  isObject(value['properties']);
