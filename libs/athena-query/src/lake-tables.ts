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

/** What a row of every table but `bars` has besides: an hour of them is a partition of its own. */
export interface HourPartition {
  /** New York hour of `ts`, `00`–`23`: the second partition key. The hour that autumn has twice is one. */
  readonly hour: Reading<string>;
}

/** The tables whose partitions are hours: what comes by the second, and is stored as it comes. */
export type LogTable = Exclude<keyof TableRecords, 'bars'>;

/** The lake's tables, for Kysely. */
export type LakeTables = { readonly bars: LakeRow<TableRecords['bars']> } & {
  readonly [Table in LogTable]: LakeRow<TableRecords[Table]> & HourPartition;
};
