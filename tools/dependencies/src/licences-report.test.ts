import { expect, it } from 'vitest';
import { explainDirect } from './licences-report.ts';

const locked = (name: string, licence?: string) => ({ name, version: '1.0.0', licence, path: `node_modules/${name}` });
const fact = (name: string) => ({ name, why: 'It reads.', keptBy: 'Somebody' });

it('joins what is said of a package with what it weighs and states', () => {
  const { direct, problems } = explainDirect({ direct: [locked('reader', 'MIT')] }, () => 1_234, [fact('reader')]);
  expect(direct).toEqual([{ ...fact('reader'), licence: 'MIT', unpackedBytes: 1_234 }]);
  expect(problems).toEqual([]);
});

it('asks what a new dependency is for, and forgets one that is gone', () => {
  expect(explainDirect({ direct: [locked('writer')] }, () => 0, [fact('reader')]).problems).toEqual([
    'writer reaches users: say in direct-dependencies.ts why it is here and who keeps it.',
    'reader does not reach users any more: take it out of direct-dependencies.ts.',
  ]);
});
