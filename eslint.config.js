import nx from '@nx/eslint-plugin';
import ts from '@typescript-eslint/parser';
import jsonc from 'jsonc-eslint-parser';

const base = ['scope:record-schema', 'scope:market-calendar'];
const only = (sourceTag, ...scopes) => ({ sourceTag, onlyDependOnLibsWithTags: scopes });

// Only Nx's two rules run here; everything else is oxlint's job. The graph they hold is the one in ARCHITECTURE.md.
export default [
  { ignores: ['**/dist', '**/node_modules', '.nx', 'tools/nx-plugin', '*.ts', '*.js', '**/*.{test,bench}.ts', '**/test/**'] },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: ts },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          depConstraints: [
            only('scope:market-calendar', 'scope:market-calendar'),
            only('scope:record-schema', ...base),
            only('scope:market-simulator', ...base),
            only('scope:ticker-fetcher', ...base),
            only('scope:stream-producer', ...base),
            only('scope:athena-query', ...base),
            only('scope:testing', ...base),
            only('type:app', 'type:lib', 'type:tool'),
            only('type:tool', 'type:lib'),
          ],
        },
      ],
    },
  },
  {
    files: ['libs/*/package.json'],
    languageOptions: { parser: jsonc },
    plugins: { '@nx': nx },
    rules: {
      '@nx/dependency-checks': [
        'error',
        { ignoredFiles: ['{projectRoot}/src/**/*.{test,bench}.ts', '{projectRoot}/test/**'], checkVersionMismatches: false },
      ],
    },
  },
];
