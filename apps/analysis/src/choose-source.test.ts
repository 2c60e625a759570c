import { describe, expect, it } from 'vitest';
import { chooseSource, UNREACHABLE_NOTE } from './choose-source.ts';

const answers = (reachable: boolean) => () => Promise.resolve(reachable);
const never = () => Promise.reject(new Error('asked without need'));

describe('chooseSource', () => {
  it('takes what was asked without trying anything', async () => {
    expect(await chooseSource('yahoo', undefined, never)).toEqual({ source: 'yahoo' });
    expect(await chooseSource('simulated', undefined, never)).toEqual({ source: 'simulated' });
  });

  it('takes Yahoo where it answers, else the simulated market with a sentence that says so', async () => {
    expect(await chooseSource('auto', undefined, answers(true))).toEqual({ source: 'yahoo' });
    expect(await chooseSource('auto', undefined, answers(false))).toEqual({
      source: 'simulated',
      note: UNREACHABLE_NOTE,
    });
  });

  it('asks the host that was named', async () => {
    const asked: unknown[] = [];
    await chooseSource('auto', 'http://127.0.0.1:9', (options) => {
      asked.push(options?.url);
      return Promise.resolve(true);
    });
    expect(asked).toEqual(['http://127.0.0.1:9']);
  });
});
