import type {
  DailyRange,
  ForexRange,
  HighestHourlyHigh,
  LatestBar,
  LatestNews,
  MissingMinutes,
  Mover,
  MoveWithNews,
  RecordCount,
  ResampledBar,
} from '@tickerlake/athena-query';
import { expect, expectTypeOf, it } from 'vitest';
import { QUESTION_COLUMNS } from './question-columns.ts';
import { QUESTION_NAMES, QUESTIONS } from './questions.ts';

/** The types that a column of such values may have. */
type TypeOf<Value> = [Value] extends [number]
  ? 'double' | 'bigint'
  : [Value] extends [boolean]
    ? 'boolean'
    : [Value] extends [readonly string[]]
      ? 'array<string>'
      : 'string' | 'timestamp';

type Columns = typeof QUESTION_COLUMNS;
/** The columns of such rows whose type another value has. */
type Mistyped<Row> = {
  [Name in keyof Row & keyof Columns]: Columns[Name] extends TypeOf<NonNullable<Row[Name]>> ? never : Name;
}[keyof Row & keyof Columns];

it('every column has a type that its values have, in every answer', () => {
  expectTypeOf<Mistyped<DailyRange>>().toBeNever();
  expectTypeOf<Mistyped<ForexRange>>().toBeNever();
  expectTypeOf<Mistyped<HighestHourlyHigh>>().toBeNever();
  expectTypeOf<Mistyped<LatestBar>>().toBeNever();
  expectTypeOf<Mistyped<LatestNews>>().toBeNever();
  expectTypeOf<Mistyped<MissingMinutes>>().toBeNever();
  expectTypeOf<Mistyped<Mover>>().toBeNever();
  expectTypeOf<Mistyped<MoveWithNews>>().toBeNever();
  expectTypeOf<Mistyped<RecordCount>>().toBeNever();
  expectTypeOf<Mistyped<ResampledBar>>().toBeNever();
  expectTypeOf<Mistyped<{ high: string }>>().toEqualTypeOf<'high'>();
});

it('no type is kept of a column that no question has', () => {
  const shown = QUESTION_NAMES.flatMap((name) => QUESTIONS[name].columns);
  expect(Object.keys(QUESTION_COLUMNS).toSorted()).toEqual([...new Set(shown)].toSorted());
});
