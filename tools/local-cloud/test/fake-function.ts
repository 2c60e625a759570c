import type { MappedFunction } from '../src/mappings/event-source-mapping.ts';

/** What the test's handler throws for an invocation that ends with an error. */
export class Crash extends Error {}

/** A function without a process. What its handler returns is the answer; a `Crash` is the function's error, any other that of Lambda. */
export function fakeFunction<Event>(handle: (event: Event, killMoment?: number) => unknown) {
  const events: Event[] = [];
  const lambda: MappedFunction = {
    name: 'f',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
    warm: () => undefined,
    invoke: async (payload, killMoment) => {
      const event: Event = JSON.parse(payload.toString());
      events.push(event);
      try {
        return { payload: Buffer.from(JSON.stringify((await handle(event, killMoment)) ?? null)) };
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        const failure = { errorType: 'Crash', errorMessage: error.message };
        return { payload: Buffer.from(JSON.stringify(failure)), functionError: 'Unhandled' };
      }
    },
  };
  return { lambda, events };
}
