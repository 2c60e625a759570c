/** A parameter as SSM keeps it. */
export interface Parameter {
  readonly name: string;
  readonly type: 'String' | 'StringList';
  readonly value: string;
  /** Counts the changes, from 1. */
  readonly version: number;
  /** Milliseconds since 1970 UTC. */
  readonly modifiedMs: number;
}

/** The parameters of an account, by name. */
export type ParameterStore = Map<string, Parameter>;
