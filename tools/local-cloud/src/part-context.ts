import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';

/** What all parts have in common. */
export interface PartContext {
  /** Folder of the state. */
  readonly dir: string;
  readonly region: string;
  readonly faults: Faults;
  readonly clock: Clock;
}
