import { expect, it } from 'vitest';
import { type CarriedPackage, licenceNotices, namedPackages } from './licence-notices.ts';

const carried = (name: string, licence: string | undefined, ...texts: string[]): CarriedPackage => ({
  name,
  version: '1.0.0',
  licence,
  texts,
});

it('passes on every text once, below the packages that share it', () => {
  const notices = licenceNotices([
    carried('zeta', 'MIT', 'Copyright Zeta\n'),
    carried('@sdk/two', 'Apache-2.0', 'Apache\r\ntext'),
    carried('@sdk/one', 'Apache-2.0', '\nApache\ntext\n'),
  ]);
  expect(notices.match(/Apache\ntext/gu)).toHaveLength(1);
  expect(notices).toContain('@sdk/one 1.0.0 (Apache-2.0)\n@sdk/two 1.0.0 (Apache-2.0)\n\nApache\ntext\n');
  expect(notices).toContain('zeta 1.0.0 (MIT)\n\nCopyright Zeta\n');
});

it('passes on notices beside licences', () => {
  expect(licenceNotices([carried('one', 'Apache-2.0', 'Apache text', 'Made by One')])).toContain(
    'Apache text\n\nMade by One',
  );
});

it('gives a package that forgot the file the text of its siblings', () => {
  const notices = licenceNotices([carried('@sdk/one', 'Apache-2.0', 'text'), carried('@sdk/two', 'Apache-2.0')]);
  expect(notices).toContain('@sdk/one 1.0.0 (Apache-2.0)\n@sdk/two 1.0.0 (Apache-2.0)\n\ntext');
});

it.each([
  ['of another repository', carried('@other/two', 'Apache-2.0')],
  ['under another licence', carried('@sdk/two', 'MIT')],
  ['that states none', carried('@sdk/two', undefined)],
])('fails for a package without a text %s', (_which, lacking) => {
  expect(() => licenceNotices([carried('@sdk/one', 'Apache-2.0', 'text'), lacking])).toThrow(
    `${lacking.name} 1.0.0 states ${lacking.licence ?? 'no licence'} and has no LICENSE file`,
  );
});

it('needs no file for a licence that asks for no attribution', () => {
  expect(licenceNotices([carried('powers', 'MIT-0')])).toContain('powers 1.0.0 (MIT-0)\n\nMIT No Attribution\n');
});

it('can be asked which packages it names, each once', () => {
  const twice = carried('two', 'ISC', 'a text\n\nof (two) parts');
  const notices = licenceNotices([twice, carried('one', 'MIT', 'x'), twice]);
  expect(namedPackages(notices)).toEqual(['one 1.0.0 (MIT)', 'two 1.0.0 (ISC)']);
});
