import type { JsonValue } from '../json-value.ts';

/** What of a function can change while it is there. */
export interface FunctionSettings {
  /** The file to import. Absolute. */
  readonly entry: string;
  /** Name of the handler that it exports. @default 'handler' */
  readonly handler?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Told to the function; nothing holds it to that. @default 512 */
  readonly memoryMb?: number;
  /** Invocations at once, at most. @default 10 */
  readonly reservedConcurrency?: number | undefined;
  /** What GetFunction tells beside these, by the names that AWS uses. */
  readonly facts?: Readonly<Record<string, JsonValue>>;
}

export interface FunctionSetup extends FunctionSettings {
  readonly name: string;
  readonly region: string;
  /** Folder of the logs. */
  readonly dir: string;
  /** `http://127.0.0.1:PORT`, asked when the first process starts. */
  readonly endpoint: () => string;
}
