import nx from '@nx/eslint-plugin';
import ts from '@typescript-eslint/parser';
import jsonc from 'jsonc-eslint-parser';

const base = ['scope:record-schema', 'scope:market-calendar'];
const only = (sourceTag, ...tags) => ({ sourceTag, onlyDependOnLibsWithTags: tags });
const unlisted = (scopes) => `/^scope:(?!(?:${scopes.join('|')})$)/`;

/** Libraries that may use more than the base. Every other one, a new one too, is held to the base by its `type:lib` alone. */
const wider = { charts: ['scope:presentation', ...base] };

/** Who may import what of outside: each client is imported by one of ours only. Who has no line here imports nothing of outside. */
const outside = {
  'record-schema': ['zod', 'zod/*'],
  'ticker-fetcher': ['yahoo-finance2', 'yahoo-finance2/*'],
  'stream-producer': ['@aws-sdk/client-kinesis', '@aws-sdk/client-firehose', '@smithy/node-http-handler'],
  'athena-query': ['kysely', 'kysely/*', '@aws-sdk/client-athena', '@duckdb/node-api'],
  'parquet-file': ['hyparquet-writer'],
  'sqs-batch': ['@aws-sdk/client-sqs', '@types/aws-lambda'],
  'lambda-app': ['@aws-lambda-powertools/metrics', '@types/aws-lambda'],
  charts: ['@resvg/resvg-js'],
  collector: ['@types/aws-lambda'],
  transformer: ['@types/aws-lambda'],
  'log-pipe': ['@types/aws-lambda'],
  processor: ['@types/aws-lambda', '@aws-sdk/client-s3', '@aws-sdk/client-sns'],
  'market-feed': ['@types/aws-lambda', 'hono', 'hono/*', '@hono/node-server', 'zod', 'zod/*', 'rotating-file-stream'],
  infrastructure: [
    'aws-cdk-lib',
    'aws-cdk-lib/*',
    'cdk-nag',
    'constructs',
    'zod',
    'zod/*',
    '@aws-sdk/client-cloudformation',
    '@aws-sdk/client-lambda',
    '@aws-sdk/client-ssm',
    '@aws-sdk/client-sts',
  ],
  analysis: [
    'commander',
    'eventsource-parser',
    'eventsource-parser/*',
    'hono',
    'hono/*',
    '@hono/node-server',
    '@aws-sdk/client-cloudformation',
    '@aws-sdk/client-lambda',
    '@aws-sdk/client-s3',
    '@aws-sdk/client-sqs',
  ],
  'local-cloud': ['fflate', 'yaml'],
  dependencies: ['esbuild', 'prettier', 'zod'],
  docs: ['linkedom', 'markdown-it', 'typedoc'],
  notebooks: ['@duckdb/node-api', 'tslab'],
  tools: ['@nx/devkit'],
};

// Only Nx's two rules run here; everything else is oxlint's job. The graph they hold is the one in ARCHITECTURE.md.
export default [
  {
    ignores: [
      '**/{dist,cdk.out,test-output}',
      '**/node_modules',
      '.nx',
      '**/tsup.config.ts',
      '*.ts',
      '*.js',
      '**/*.{test,bench}.ts',
      '**/test/**',
      '**/bench/**',
    ],
  },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: ts },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          depConstraints: [
            { allSourceTags: ['type:lib', unlisted(Object.keys(wider))], onlyDependOnLibsWithTags: base },
            ...Object.entries(wider).map(([scope, tags]) => only(`scope:${scope}`, ...tags)),
            only('scope:market-calendar', 'scope:market-calendar'),
            only('scope:sqs-batch', 'scope:sqs-batch'),
            only('scope:lambda-app', 'scope:lambda-app'),
            only('type:app', 'type:lib', 'type:tool'),
            only('type:tool', 'type:lib'),
            only('type:example', 'type:lib'),
            ...Object.entries(outside).map(([scope, allowed]) => ({
              sourceTag: `scope:${scope}`,
              allowedExternalImports: allowed,
            })),
            { sourceTag: unlisted(Object.keys(outside)), allowedExternalImports: [] },
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
        {
          ignoredFiles: [
            '{projectRoot}/src/**/*.test.ts',
            '{projectRoot}/{build,test,bench}/**',
            '{projectRoot}/tsup.config.ts',
          ],
          checkVersionMismatches: false,
          // record-schema carries the little that it uses of the calendar inside its own bundle.
          ignoredDependencies: ['@tickerlake/market-calendar'],
        },
      ],
    },
  },
];
