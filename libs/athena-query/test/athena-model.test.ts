import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AthenaUnstoppedError, openAthenaLake } from '../src/index.ts';
import { AthenaModel, type Course, type Fault, FAULTS } from './athena-model.ts';

/** Attempts at a request, as the library documents them: so many faults in a row are never too many, less one. */
const ATTEMPTS = 5;

const arbitraryCell = fc.oneof(fc.constant(null), fc.constantFrom('', 'x', '"', ',\n', 'é🙂'));

/** Faults that pass: never as many in a row as there are attempts. */
const passing: fc.Arbitrary<Fault[]> = fc
  .array(
    fc.tuple(
      fc.array(fc.constantFrom(...FAULTS.slice(1)), { maxLength: ATTEMPTS - 1 }),
      fc.integer({ min: 1, max: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((runs) => runs.flatMap(([faults, well]) => [...faults, ...Array.from({ length: well }, (): Fault => 'none')]));

/** Any faults, for as long as they like. */
const lasting: fc.Arbitrary<Fault[]> = fc
  .array(fc.tuple(fc.constantFrom(...FAULTS), fc.integer({ min: 1, max: 12 })), { maxLength: 8 })
  .map((runs) => runs.flatMap(([fault, times]) => Array.from({ length: times }, () => fault)));

const NEVER = 1_000_000;

const courses = (faults: fc.Arbitrary<Fault[]>, rows: fc.Arbitrary<(string | null)[]>): fc.Arbitrary<Course> =>
  fc.record({
    states: fc
      .tuple(fc.nat({ max: 3 }), fc.nat({ max: 6 }))
      .map(([queued, running]) => [
        ...Array.from({ length: queued }, () => 'QUEUED' as const),
        ...Array.from({ length: running }, () => 'RUNNING' as const),
      ]),
    end: fc.constantFrom('SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'FAILED', 'CANCELLED'),
    faults,
    abortAt: fc.oneof(fc.constant(NEVER), fc.integer({ min: 1, max: 60 })),
    rows,
    pageRows: fc.constantFrom(1, 3, 1000),
    fileBytes: fc.integer({ min: 1, max: 60_000 }),
  });

const few = fc.array(arbitraryCell, { maxLength: 12 });

/** What became of one call. */
async function played(course: Course) {
  const model = new AthenaModel(course);
  const lake = await openAthenaLake(model.options());
  const outcome = await lake.sql('SELECT a FROM bars', [], { signal: model.signal }).then(
    ({ rows }) => ({ rows, error: undefined }),
    (error: unknown) => ({ rows: undefined, error }),
  );
  return { model, ...outcome };
}

describe('whatever the order of states, faults and an abort', () => {
  it('a call ends, starts one query, and leaves none running while faults pass', async () => {
    const seen = { rows: 0, aborted: 0, failed: 0 };
    await fc.assert(
      fc.asyncProperty(courses(passing, few), async (course) => {
        const { model, rows, error } = await played(course);
        expect(model.executions.size).toBeLessThanOrEqual(1);
        expect(model.running()).toEqual([]);
        if (rows) {
          expect(course.end).toBe('SUCCEEDED');
          expect(rows).toEqual(model.expectedRows());
          seen.rows += 1;
        } else if (model.signal.aborted && error === model.reason) {
          seen.aborted += 1;
        } else {
          expect(error).toMatchObject({ name: 'AthenaQueryError', state: course.end });
          seen.failed += 1;
        }
      }),
      { numRuns: 1500 },
    );
    // Each of the ends was come to, or this says little.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(100);
  });

  it('a call ends, starts one query, and says so where one may be left running, however long faults last', async () => {
    let unstopped = 0;
    await fc.assert(
      fc.asyncProperty(courses(lasting, few), async (course) => {
        const { model, rows, error } = await played(course);
        expect(model.executions.size).toBeLessThanOrEqual(1);
        if (rows) expect(rows).toEqual(model.expectedRows());
        if (error instanceof AthenaUnstoppedError) unstopped += 1;
        else expect(model.running()).toEqual([]);
      }),
      { numRuns: 1500 },
    );
    expect(unstopped).toBeGreaterThan(20);
  });
});

it('a result of more than 10,000 rows is the same from the file, read on where it was cut off', async () => {
  const rows = fc
    .tuple(fc.array(arbitraryCell, { minLength: 1, maxLength: 7 }), fc.integer({ min: 9_990, max: 13_000 }))
    .map(([cells, length]) => Array.from({ length }, (_, at) => cells[at % cells.length] ?? null));
  const many = courses(passing, rows).map((course): Course => ({
    ...course,
    end: 'SUCCEEDED',
    abortAt: NEVER,
    pageRows: 1000,
    faults: [...Array.from({ length: course.states.length + 12 }, (): Fault => 'none'), ...course.faults],
    fileBytes: 997 + course.fileBytes,
  }));
  await fc.assert(
    fc.asyncProperty(many, async (course) => {
      const { model, rows: read } = await played(course);
      expect(read).toEqual(model.expectedRows());
    }),
    { numRuns: 40 },
  );
});
