import { describe, expect, it } from 'vitest';
import { screenOf } from './screen.ts';

const TERMINAL = { isTTY: true, columns: 120 };

describe('screenOf', () => {
  it('knows a terminal by its width, a pipe by having none', () => {
    expect(screenOf(TERMINAL, {})).toEqual({ columns: 120, colour: true });
    expect(screenOf({ isTTY: true, columns: 0 }, {})).toEqual({ columns: 80, colour: true });
    expect(screenOf({ columns: 120 }, {})).toEqual({ colour: false });
  });

  it.each([
    [TERMINAL, { NO_COLOR: '1' }, false],
    [TERMINAL, { NO_COLOR: '' }, true],
    [TERMINAL, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    [TERMINAL, { FORCE_COLOR: '0' }, false],
    [TERMINAL, { TERM: 'dumb' }, false],
    [{}, { FORCE_COLOR: '1' }, true],
    [{}, { FORCE_COLOR: '' }, true],
    [{}, { FORCE_COLOR: 'false' }, false],
    [{}, {}, false],
  ])('%j with %j: colour %j', (stream, env, colour) => {
    expect(screenOf(stream, env).colour).toBe(colour);
  });
});
