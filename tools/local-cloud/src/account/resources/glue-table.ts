import type { ResourceState } from '../resource-handler.ts';
import { Properties } from './properties.ts';
import { recordedHandler } from './recorded/recorded-type.ts';
import { readTable, type TableCatalog } from './table-catalog.ts';
import type { TypeHandler } from './type-handler.ts';

const TYPE = 'AWS::Glue::Table';
const keyOf = ({ physicalId, properties }: ResourceState): string => {
  const read = new Properties(properties);
  return `${read.need('DatabaseName', read.text('DatabaseName'))}.${physicalId}`;
};

/**
 * A table of the catalogue, kept where Firehose finds its columns.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-glue-table.html
 */
export function glueTable(tables: TableCatalog, region: string): TypeHandler {
  const recorded = recordedHandler(
    {
      type: TYPE,
      properties: 'TableInput OpenTableFormatInput DatabaseName CatalogId Name',
      required: 'CatalogId DatabaseName',
      createOnly: 'DatabaseName CatalogId Name',
      namedBy: 'TableInput.Name',
      isLowerCase: true,
      ref: ({ name }) => name,
      key: (name, properties) => `${properties.text('DatabaseName')}.${name}`,
    },
    region,
  );
  const keep = <State extends ResourceState | 'replace'>(state: State): State => {
    if (state === 'replace') return state;
    const { physicalId, properties } = state;
    tables.set(keyOf(state), readTable(physicalId, new Properties(properties).object('TableInput')));
    return state;
  };
  return {
    ...recorded,
    create: async (request) => keep(await recorded.create(request)),
    update: async (request, current) => keep(await recorded.update(request, current)),
    delete: async (state) => {
      tables.delete(keyOf(state));
      await recorded.delete(state);
    },
    restore: async (state) => {
      await recorded.restore?.(state);
      keep(state);
    },
  };
}
