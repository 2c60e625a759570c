/** Why a package is here, and who keeps it. */
export interface Fact {
  readonly name: string;
  readonly why: string;
  readonly keptBy: string;
}

/** Everything that reaches users because a package of ours asks for it. A test compares it with the lock and the bundles. */
export const FACTS: readonly Fact[] = [
  {
    name: 'zod',
    why: 'Schemas of records, settings and answers, from which their types follow. Imported whole (`import * as z`), so that a bundle keeps what is used.',
    keptBy: 'Colin McDonnell',
  },
  {
    name: 'yahoo-finance2',
    why: 'Asks Yahoo for bars, with the cookies and crumbs that it wants. It brings a server for language models along, which nothing here loads: most of what is installed with us is that.',
    keptBy: 'Gadi Cohen',
  },
  { name: '@aws-sdk/client-kinesis', why: 'Puts records onto the stream.', keptBy: 'AWS' },
  { name: '@aws-sdk/client-firehose', why: 'Puts records onto a delivery stream.', keptBy: 'AWS' },
  {
    name: '@smithy/node-http-handler',
    why: 'Time-outs and connections of those two, as their own types name it.',
    keptBy: 'AWS',
  },
  {
    name: 'kysely',
    why: 'The typed query builder; the SQL it is compiled to is ours.',
    keptBy: 'Sami Koskimäki and Igal Klebanov',
  },
  { name: '@aws-sdk/client-athena', why: 'Starts, watches and stops queries.', keptBy: 'AWS' },
  {
    name: '@duckdb/node-api',
    why: 'Asks a lake on this machine; the engine is a native library of some 70 MB. An optional peer of `athena-query`: who asks Athena alone does without.',
    keptBy: 'the DuckDB Foundation',
  },
  {
    name: '@resvg/resvg-js',
    why: 'Draws charts as PNG, in Rust. An optional peer of `charts`, which draws SVG without it.',
    keptBy: 'yisibl',
  },
  {
    name: '@expo-google-fonts/inter',
    why: 'The font Inter, which `charts` ships in two weights for PNG.',
    keptBy: 'Expo; the font by Rasmus Andersson',
  },
  { name: 'commander', why: 'Commands, options and help of `tickerlake`.', keptBy: 'TJ Holowaychuk and John Gee' },
  { name: 'hono', why: 'Routes and live events of the market feed and of the live page.', keptBy: 'Yusuke Wada' },
  { name: '@hono/node-server', why: "Runs them on Node's HTTP server.", keptBy: 'Yusuke Wada' },
  {
    name: 'eventsource-parser',
    why: "Reads the market feed's live events, cut wherever the network cut them.",
    keptBy: 'Espen Hovlandsdal',
  },
  {
    name: 'rotating-file-stream',
    why: "The market feed's log files, each of a bounded size.",
    keptBy: 'Daniele Ricci',
  },
  {
    name: 'hyparquet-writer',
    why: 'Writes Parquet in 66 kB of JavaScript, without a native library in a function.',
    keptBy: 'Hyperparam',
  },
  {
    name: 'hyparquet',
    why: 'What the writer shares with the reader; the reader itself is for tests.',
    keptBy: 'Hyperparam',
  },
  {
    name: '@aws-lambda-powertools/metrics',
    why: "Counts of the functions as lines of CloudWatch's log (EMF), with its limits and checks.",
    keptBy: 'AWS',
  },
  {
    name: '@aws-sdk/client-s3',
    why: 'Objects of the lake: the processor writes, `tickerlake` checks and replays.',
    keptBy: 'AWS',
  },
  { name: '@aws-sdk/client-sqs', why: 'Messages of logs, and dead letters.', keptBy: 'AWS' },
  { name: '@aws-sdk/client-sns', why: 'Notices of stored objects.', keptBy: 'AWS' },
  { name: '@aws-sdk/client-lambda', why: 'Calls functions, those of the local pipeline too.', keptBy: 'AWS' },
  { name: '@aws-sdk/client-cloudformation', why: 'Finds out where a deployment put the lake.', keptBy: 'AWS' },
];
