import type { PartContext } from '../../part-context.ts';
import type { Parts } from '../../parts.ts';
import type { ParameterStore } from '../../ssm/parameter-store.ts';

/** What resource handlers work on. */
export interface AccountParts {
  readonly parts: Parts;
  readonly parameters: ParameterStore;
  readonly context: PartContext;
  /** Asked only once the server listens. */
  readonly endpoint: () => string;
}
