import type { PartitionKey, TableDefinition } from '@tickerlake/record-schema';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export interface LakeTableProps {
  readonly catalogId: string;
  readonly databaseName: string;
  readonly bucket: IBucket;
  readonly table: TableDefinition;
}

/**
 * The values of each partition key, so that Athena works the folders out instead of looking them up: a new day or hour
 * can be read as soon as it has a file, and no crawler or `MSCK REPAIR` is needed. `NOW` is UTC, never behind New York.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
const PROJECTIONS: Readonly<Record<PartitionKey['name'], Readonly<Record<string, string>>>> = {
  dt: { type: 'date', format: 'yyyy-MM-dd', range: '2000-01-01,NOW', interval: '1', 'interval.unit': 'DAYS' },
  hour: { type: 'integer', range: '0,23', digits: '2' },
};

const projectionOf = ({ partitionKeys }: TableDefinition): Record<string, string> =>
  Object.fromEntries(
    partitionKeys.flatMap(({ name }) =>
      Object.entries(PROJECTIONS[name]).map(([property, value]) => [`projection.${name}.${property}`, value]),
    ),
  );

/** A table's place and its partitions' as a template, `dt=${dt}/hour=${hour}/`: the folders that the writers make. */
const foldersOf = ({ partitionKeys }: TableDefinition): string =>
  partitionKeys.map(({ name }) => `${name}=\${${name}}/`).join('');

/** A table of the lake in the Glue catalogue, all of it derived from its definition. */
export class LakeTable extends CfnTable {
  constructor(scope: Construct, id: string, { catalogId, databaseName, bucket, table }: LakeTableProps) {
    const location = bucket.s3UrlForObject(`${table.name}/`);
    super(scope, id, {
      catalogId,
      databaseName,
      tableInput: {
        name: table.name,
        tableType: 'EXTERNAL_TABLE',
        parameters: {
          EXTERNAL: 'TRUE',
          classification: 'parquet',
          'projection.enabled': 'true',
          ...projectionOf(table),
          'storage.location.template': `${location}${foldersOf(table)}`,
        },
        partitionKeys: table.partitionKeys.map(({ name, type, comment }) => ({ name, type, comment })),
        storageDescriptor: {
          // Types of the schema are named as Hive, and so Glue and Athena, name them.
          columns: table.columns.map(({ name, type, comment }) => ({ name, type, comment })),
          location,
          inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
          serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
        },
      },
    });
  }
}
