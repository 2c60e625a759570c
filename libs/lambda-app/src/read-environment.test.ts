import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { ConfigError, type Issue } from './config-error.ts';
import { optional, readEnvironment, required } from './read-environment.ts';
import { marketSeed, matching, streamName, variableKind } from './variable-kind.ts';

const VARIABLES = {
  stream: required('TICKERLAKE_STREAM', streamName),
  seed: optional('TICKERLAKE_SEED', marketSeed, 1),
  path: optional('TICKERLAKE_PATH', matching(/^\//, 'a path from the root')),
};

const read = (env: Record<string, string | undefined>, tolerated?: readonly string[]) =>
  readEnvironment(env, VARIABLES, tolerated);

const issuesOf = (env: Record<string, string | undefined>): readonly Issue[] => {
  try {
    read(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).issues;
  }
  return [];
};

describe('what an environment says', () => {
  it('stands in the fields of its variables, with the types of their kinds', () => {
    const values = read({
      TICKERLAKE_STREAM: 'records',
      TICKERLAKE_SEED: '7',
      TICKERLAKE_PATH: '/tmp',
      AWS_REGION: 'us-east-1',
    });
    expect(values).toStrictEqual({ stream: 'records', seed: 7, path: '/tmp' });
    expectTypeOf(values).branded.toEqualTypeOf<{
      readonly stream: string;
      readonly seed: number;
      readonly path?: string;
    }>();
  });

  it('has its default where a variable is absent or blank, and no field where there is none', () => {
    const values = { stream: 'records', seed: 1 };
    expect(read({ TICKERLAKE_STREAM: 'records' })).toStrictEqual(values);
    expect(read({ TICKERLAKE_STREAM: 'records', TICKERLAKE_SEED: '', TICKERLAKE_PATH: ' \t' })).toStrictEqual(values);
    expect(read({ TICKERLAKE_STREAM: 'records', TICKERLAKE_SEED: undefined })).toStrictEqual(values);
  });

  it('is read without the blanks around it', () => {
    expect(read({ TICKERLAKE_STREAM: ' records\n', TICKERLAKE_SEED: ' 7 ' })).toEqual({ stream: 'records', seed: 7 });
  });

  it('keeps values that are false, 0 or empty from being taken for absent', () => {
    const falsy = variableKind<unknown>((text) => [false, 0, ''][Number(text)], '0, 1 or 2');
    for (const [index, value] of [false, 0, ''].entries())
      expect(readEnvironment({ TICKERLAKE_X: String(index) }, { x: required('TICKERLAKE_X', falsy) })).toEqual({
        x: value,
      });
  });
});

describe('an environment that is wrong', () => {
  it.each([undefined, '', ' '])('lacks what must be there, and says what to give: %j', (stream) => {
    expect(() => read({ TICKERLAKE_STREAM: stream })).toThrow(
      'The environment variables are wrong. TICKERLAKE_STREAM: is missing: give the name of a Kinesis stream: 1–128 letters, digits, _ . -.',
    );
  });

  it('holds what is not allowed, and says what came and what is', () => {
    expect(issuesOf({ TICKERLAKE_STREAM: 'records', TICKERLAKE_SEED: 'one' })).toEqual([
      { field: 'TICKERLAKE_SEED', message: `is 'one', but must be a whole number of 0 or more.` },
    ]);
  });

  it('misspells a name, and says which one is meant', () => {
    expect(issuesOf({ TICKERLAKE_STREAM: 'records', TICKERLAKE_STREEM: 'records' })).toEqual([
      {
        field: 'TICKERLAKE_STREEM',
        message:
          'is not known. Did you mean TICKERLAKE_STREAM? Allowed: TICKERLAKE_STREAM, TICKERLAKE_SEED, TICKERLAKE_PATH.',
      },
    ]);
  });

  it('tells all that is wrong at once, each variable once', () => {
    const fields = issuesOf({ TICKERLAKE_STREAM: 'a/b', TICKERLAKE_SEED: 'x', TICKERLAKE_PATH: 'x', TICKERLAKE_X: '' });
    expect(fields.map(({ field }) => field)).toEqual([
      'TICKERLAKE_X',
      'TICKERLAKE_STREAM',
      'TICKERLAKE_SEED',
      'TICKERLAKE_PATH',
    ]);
  });

  it('is no matter of trying again', () => {
    expect(new ConfigError([]).retriable).toBe(false);
  });
});

describe('a name that is not among the variables', () => {
  it('is refused where it begins as ours do, and ignored where it does not', () => {
    const known: ReadonlySet<string> = new Set(Object.values(VARIABLES).map(({ name }) => name));
    const stranger = fc
      .tuple(
        fc.constantFrom('TICKERLAKE_', 'TICKERLAKE', 'tickerlake_', 'AWS_', ''),
        fc.stringMatching(/^[A-Z_]{0,9}$/),
      )
      .map((parts) => parts.join(''))
      .filter((name) => !known.has(name));
    fc.assert(
      fc.property(stranger, fc.string(), (name, text) => {
        const fields = issuesOf({ TICKERLAKE_STREAM: 'records', [name]: text }).map(({ field }) => field);
        expect(fields).toEqual(name.startsWith('TICKERLAKE_') ? [name] : []);
      }),
    );
  });

  it('may be there where others read it', () => {
    const env = { TICKERLAKE_STREAM: 'records', TICKERLAKE_OTHER: 'x' };
    expect(() => read(env)).toThrow(ConfigError);
    expect(read(env, ['TICKERLAKE_OTHER'])).toEqual({ stream: 'records', seed: 1 });
  });
});
