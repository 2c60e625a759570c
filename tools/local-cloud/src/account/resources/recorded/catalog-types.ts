import type { RecordedType } from './recorded-type.ts';

/** The catalogue beside its tables, and Athena's settings: nothing crawls here, and DuckDB answers the questions. */
export const catalogTypes: readonly RecordedType[] = [
  {
    type: 'AWS::Glue::Database',
    properties: 'DatabaseInput CatalogId DatabaseName',
    required: 'CatalogId DatabaseInput',
    createOnly: 'CatalogId DatabaseName',
    namedBy: 'DatabaseInput.Name',
    isLowerCase: true,
    ref: ({ name, properties }) => properties.text('DatabaseName') ?? name,
  },
  {
    type: 'AWS::Glue::Crawler',
    properties:
      'Classifiers Description SchemaChangePolicy Configuration RecrawlPolicy DatabaseName Targets CrawlerSecurityConfiguration ' +
      'Name Role Schedule TablePrefix Tags LakeFormationConfiguration',
    required: 'Role Targets',
    createOnly: 'Name',
    namedBy: 'Name',
    ref: ({ name }) => name,
  },
  {
    type: 'AWS::Glue::SecurityConfiguration',
    properties: 'EncryptionConfiguration Name',
    required: 'EncryptionConfiguration Name',
    createOnly: 'Name',
    namedBy: 'Name',
    ref: ({ name }) => name,
  },
  {
    type: 'AWS::Athena::WorkGroup',
    properties:
      'RecursiveDeleteOption WorkGroupConfiguration Description State Tags Name WorkGroupConfigurationUpdates',
    required: 'Name',
    createOnly: 'Name',
    namedBy: 'Name',
    nameMaxLength: 128,
    ref: ({ name }) => name,
    attributes: () => ({ 'WorkGroupConfiguration.EngineVersion.EffectiveEngineVersion': 'Athena engine version 3' }),
  },
  {
    type: 'AWS::Athena::NamedQuery',
    properties: 'WorkGroup Description QueryString Database Name',
    required: 'Database QueryString',
    createOnly: 'WorkGroup Description QueryString Database Name',
    ref: ({ uuid }) => uuid(),
    attributes: ({ uuid }) => ({ NamedQueryId: uuid() }),
  },
];
