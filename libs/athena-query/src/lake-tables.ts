import type { TableRecords } from '@tickerlake/record-schema';
import type { ColumnType } from 'kysely';

type SnakeCase<Key extends string> = Key extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : Key;

/** A column that can be read and compared, never written. */
type Reading<Value> = ColumnType<Value, never, never>;

/** What a column gives for a record's field. Times are instants; lists are the text that Athena shows for an array. */
type Cell<Key, Value> = Key extends 'ts' | 'observedAt' ? Date : Value extends readonly unknown[] ? string : Value;

type Optional<Fields, Key extends keyof Fields> = undefined extends Fields[Key]
  ? true
  : Fields extends Required<Pick<Fields, Key>>
    ? false
    : true;

/** A record as its table's row: names in snake_case, null where a record may lack the field, and the partition. */
export type LakeRow<Fields> = {
  readonly [Key in Exclude<keyof Fields, 'kind'> & string as SnakeCase<Key>]: Reading<
    Cell<Key, Exclude<Fields[Key], undefined>> | (Optional<Fields, Key> extends true ? null : never)
  >;
} & {
  /** New York date of `ts`, `YYYY-MM-DD`: the partition. A condition on it saves reading the other days. */
  readonly dt: Reading<string>;
};

/** The lake's tables, for Kysely. */
export type LakeTables = { [Table in keyof TableRecords]: LakeRow<TableRecords[Table]> };
