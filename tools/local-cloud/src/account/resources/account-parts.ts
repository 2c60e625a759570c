import type { PartContext } from '../../part-context.ts';
import type { Parts } from '../../parts.ts';
import type { ParameterStore } from '../../ssm/parameter-store.ts';
import type { TableCatalog } from './table-catalog.ts';

/** What resource handlers work on. */
export interface AccountParts {
  readonly parts: Parts;
  readonly parameters: ParameterStore;
  readonly tables: TableCatalog;
  readonly context: PartContext;
}
