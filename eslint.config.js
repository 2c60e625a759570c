import nx from '@nx/eslint-plugin';
import ts from '@typescript-eslint/parser';
import jsonc from 'jsonc-eslint-parser';

const base = ['scope:record-schema', 'scope:market-calendar'];
const only = (sourceTag, ...scopes) => ({ sourceTag, onlyDependOnLibsWithTags: scopes });
/** Each outside package is imported by one of ours only. */
const outside = (scope, ...packages) => ({ sourceTag: `scope:${scope}`, allowedExternalImports: packages });

// Only Nx's two rules run here; everything else is oxlint's job. The graph they hold is the one in ARCHITECTURE.md.
export default [
  {
    ignores: [
      '**/dist',
      '**/node_modules',
      '.nx',
      'tools/nx-plugin',
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
            only('scope:market-calendar', 'scope:market-calendar'),
            only('scope:record-schema', ...base),
            only('scope:market-simulator', ...base),
            only('scope:ticker-fetcher', ...base),
            only('scope:stream-producer', ...base),
            only('scope:athena-query', ...base),
            only('scope:parquet-file', ...base),
            only('scope:presentation', ...base),
            only('scope:charts', 'scope:presentation', ...base),
            only('scope:sqs-batch', 'scope:sqs-batch'),
            only('scope:lambda-app', 'scope:lambda-app'),
            only('scope:testing', ...base),
            only('type:app', 'type:lib', 'type:tool'),
            only('type:tool', 'type:lib'),
            only('type:example', 'type:lib'),
            outside('market-calendar'),
            outside('record-schema', 'zod', 'zod/*'),
            outside('market-simulator'),
            outside('ticker-fetcher', 'yahoo-finance2', 'yahoo-finance2/*'),
            outside(
              'stream-producer',
              '@aws-sdk/client-kinesis',
              '@aws-sdk/client-firehose',
              '@smithy/node-http-handler',
            ),
            outside('athena-query', 'kysely', 'kysely/*', '@aws-sdk/client-athena', '@duckdb/node-api'),
            outside('testing', 'fast-check'),
            outside('parquet-file', 'hyparquet-writer'),
            outside('lambda-app', '@aws-lambda-powertools/metrics', '@types/aws-lambda'),
            outside('presentation'),
            outside('charts', '@resvg/resvg-js'),
            outside('release'),
            outside('docs', 'linkedom', 'typedoc'),
            outside('notebooks', '@duckdb/node-api', 'tslab'),
            outside('sqs-batch', '@aws-sdk/client-sqs', '@types/aws-lambda'),
            outside('local-cloud', 'fflate', 'yaml'),
            outside('collector', '@types/aws-lambda'),
            outside('transformer', '@types/aws-lambda'),
            outside('log-pipe', '@types/aws-lambda'),
            outside('processor', '@types/aws-lambda', '@aws-sdk/client-s3', '@aws-sdk/client-sns'),
            outside(
              'market-feed',
              '@types/aws-lambda',
              'hono',
              'hono/*',
              '@hono/node-server',
              'zod',
              'zod/*',
              'rotating-file-stream',
            ),
            outside(
              'infrastructure',
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
            ),
            outside(
              'analysis',
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
            ),
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
          ignoredFiles: ['{projectRoot}/src/**/*.test.ts', '{projectRoot}/{test,bench}/**'],
          checkVersionMismatches: false,
          // record-schema carries the little that it uses of the calendar inside its own bundle.
          ignoredDependencies: ['@tickerlake/market-calendar'],
        },
      ],
    },
  },
];
