import { describe, expect, expectTypeOf, it } from 'vitest';
import { createYahooSource, isReachable, OptionsError, type YahooSourceOptions } from './index.ts';
import { readOptions } from './source-options.ts';

describe('the options of a source', () => {
  it('are polite by default', () => {
    const { url, ...rest } = readOptions({});
    expect(url.href).toBe('https://query2.finance.yahoo.com/');
    expect(rest).toMatchObject({
      maxInFlight: 4,
      maxPerMinute: 60,
      timeoutMs: 10_000,
      maxAttempts: 5,
      maxPauseMs: 60_000,
      settleMs: 15_000,
    });
  });

  it.each([
    [{ maxInflight: 4 }, 'There is no option "maxInflight". Options are: url'],
    [{ maxInFlight: 0 }, 'Option maxInFlight is 0: give a whole number of at least 1.'],
    [{ maxPerMinute: 1.5 }, 'Option maxPerMinute is 1.5'],
    [{ timeoutMs: '10' }, 'Option timeoutMs is "10"'],
    [{ settleMs: -1 }, 'at least 0'],
    [{ url: 'yahoo' }, 'Option url is "yahoo": give an http or https URL'],
    [{ url: 'file:///etc/passwd' }, 'give an http or https URL'],
    [{ fetch: 'undici' }, 'Option fetch is string: give a function.'],
    [{ lineage: [{ symbol: 'FB', now: 'META', company: 'Meta', source: '' }] }, 'needs symbol, now, and from or until'],
    [{ lineage: [{ symbol: 'FB', now: 'META', until: 'June', company: 'Meta', source: '' }] }, 'YYYY-MM-DD'],
  ])('fail at construction: %j', (options, message) => {
    const create = () => createYahooSource(options as unknown as YahooSourceOptions);
    expect(create).toThrow(OptionsError);
    expect(create).toThrow(message);
  });

  it('fail for the probe too', async () => {
    await expect(isReachable({ timeoutMs: 0 })).rejects.toThrow(OptionsError);
    // @ts-expect-error: the option is called timeoutMs
    await expect(isReachable({ timeout: 5 })).rejects.toThrow('no option "timeout"');
  });

  it('are typed', () => {
    expectTypeOf(createYahooSource).parameter(0).toEqualTypeOf<YahooSourceOptions | undefined>();
    const source = createYahooSource();
    expectTypeOf(source.name).toEqualTypeOf<'yahoo'>();
    // @ts-expect-error: a day or days, not both
    const both = () => source.fetchBars({ symbols: [], interval: '1m', date: '2020-01-01', from: '2020-01-01' });
    // @ts-expect-error: there are no 7-minute bars
    const odd = () => source.fetchBars({ symbols: [], interval: '7m', date: '2020-01-01' });
    expect([both, odd]).toHaveLength(2);
  });
});
