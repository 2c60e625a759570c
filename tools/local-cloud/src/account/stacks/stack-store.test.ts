import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/folders.ts';
import { DamagedStateError } from '../../errors.ts';
import type { StackRecord } from './stack-record.ts';
import { StackStore } from './stack-store.ts';

const record = (name: string, rest: Partial<StackRecord> = {}): StackRecord => ({
  id: `arn:aws:cloudformation:us-east-1:000000000000:stack/${name}/${name}-id`,
  name,
  createdMs: 1000,
  status: 'CREATE_COMPLETE',
  templateBody: '{}',
  parameters: [],
  tags: {},
  resources: {},
  outputs: [],
  imports: [],
  leftovers: [],
  events: [],
  changeSets: [],
  capabilities: [],
  terminationProtection: false,
  disableRollback: false,
  ...rest,
});
const state = (physicalId: string) => ({ type: 'T', physicalId, attributes: {}, properties: {} });

it('gives back what was saved, the oldest stack first, and what is kept without a stack', () => {
  const dir = temporaryFolder();
  const store = new StackStore(dir);
  for (const one of [record('b', { createdMs: 2 }), record('a', { createdMs: 1 })]) store.save(one);
  store.save(record('a', { createdMs: 1, status: 'UPDATE_COMPLETE' }));
  for (const one of ['x', 'y']) store.retain(state(one));
  const [first] = store.retained;
  if (first) store.adopt(first);
  const again = new StackStore(dir);
  expect(again.load(0).map(({ name, status }) => [name, status])).toEqual([
    ['a', 'UPDATE_COMPLETE'],
    ['b', 'CREATE_COMPLETE'],
  ]);
  expect(again.retained).toEqual([state('y')]);
});

it('forgets a deleted stack after 90 days', () => {
  const dir = temporaryFolder();
  const store = new StackStore(dir);
  store.save(record('gone', { status: 'DELETE_COMPLETE', deletedMs: 0 }));
  expect(store.load(90 * 86_400_000)).toHaveLength(1);
  expect(store.load(90 * 86_400_000 + 1)).toEqual([]);
  expect(readdirSync(dir)).toEqual([]);
});

it.each([
  ['a-1.json', '{"id":"x"}', 'it is no stack'],
  ['a-1.json', 'text', 'it is not a JSON object'],
])('refuses a file that is not what was written: %s %s', (name, text, why) => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, name), text);
  expect(() => new StackStore(dir).load(0)).toThrow(DamagedStateError);
  expect(() => new StackStore(dir).load(0)).toThrow(why);
});
