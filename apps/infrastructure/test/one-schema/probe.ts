/**
 * Run by Node inside a copy of the repository: prints what that copy's parts make of the table `bars`. Arguments: the
 * transformer's bundle, a folder for the lake, a bar as JSON.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDuckDbLake } from '@tickerlake/athena-query';
import { startLocalCloud } from '@tickerlake/local-cloud';
import { tables } from '@tickerlake/record-schema';
import { parquetMetadata } from 'hyparquet';
import { configSchema } from '../../src/config.ts';
import { createApp } from '../../src/create-app.ts';
import { LakeStack } from '../../src/stacks/lake-stack.ts';

/** A column as one of the parts has it. */
export interface Column {
  readonly name: string;
  readonly type: string;
}

export interface Probe {
  /** The definition. */
  readonly definition: readonly (Column & { readonly nullable: boolean })[];
  readonly glue: readonly Column[];
  readonly parquet: readonly Column[];
  readonly view: readonly Column[];
  /** The bar as the lake gives it back. */
  readonly row: Readonly<Record<string, unknown>>;
}

const [bundle = '', dir = '', bar = ''] = process.argv.slice(2);

function glueColumns(): readonly Column[] {
  const { bars } = new LakeStack(createApp({ checks: false }), { config: configSchema.parse({}) }).tables;
  const { columns = [] } = bars.stack.resolve(bars.tableInput).storageDescriptor;
  return columns;
}

/** A bar through the transformer and the local delivery, as a Parquet file of the lake. */
async function deliverBar(): Promise<void> {
  const lake = { bucket: 'lake', dir };
  const delivery = { name: 'bars', bucket: lake.bucket, transformFunction: 'transformer', table: tables.bars };
  const cloud = await startLocalCloud({
    dir: join(dir, '.local-cloud'),
    buckets: [{ name: lake.bucket, dir: lake.dir }],
    functions: [{ name: 'transformer', entry: bundle }],
    deliveryStreams: [
      { ...delivery, prefix: 'bars/dt=!{partitionKeyFromLambda:dt}/', errorPrefix: 'quarantine/', bufferMs: 0 },
    ],
  });
  const response = await fetch(cloud.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Firehose_20150804.PutRecord',
      authorization: 'AWS4-HMAC-SHA256 Credential=local/20261120/us-east-1/firehose/aws4_request',
    },
    body: JSON.stringify({ DeliveryStreamName: delivery.name, Record: { Data: Buffer.from(bar).toString('base64') } }),
  });
  if (!response.ok) throw new Error(await response.text());
  await cloud.drain();
  await cloud.stop();
}

async function parquetColumns(): Promise<readonly Column[]> {
  const names = await readdir(join(dir, 'bars'), { recursive: true });
  const file = names.find((name) => name.endsWith('.parquet')) ?? 'no file was delivered';
  const bytes = await readFile(join(dir, 'bars', file));
  const { schema } = parquetMetadata(new Uint8Array(bytes).buffer);
  return schema.slice(1).map(({ name, type = '', converted_type: converted }) => ({
    name,
    type: converted ? `${type} ${converted}` : type,
  }));
}

async function inView(): Promise<Pick<Probe, 'view' | 'row'>> {
  const lake = await openDuckDbLake({ dir });
  const described = await lake.sql(
    `SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'bars' ORDER BY ordinal_position`,
  );
  const { columns, rows } = await lake.sql('SELECT * FROM bars');
  await lake.close();
  return {
    view: described.rows.map(([name, type]) => ({ name: String(name), type: String(type) })),
    row: Object.fromEntries(columns.map(({ name }, index) => [name, rows[0]?.[index]])),
  };
}

const glue = glueColumns();
await deliverBar();
const definition = tables.bars.columns.map(({ name, type, nullable }) => ({ name, type, nullable }));
process.stdout.write(
  JSON.stringify({ definition, glue, parquet: await parquetColumns(), ...(await inView()) } satisfies Probe),
);
