import * as z from 'zod/mini';
import type { EventStream } from './event-stream.ts';
import type { LogStatus } from './feed-log.ts';
import { isoTime } from './instant.ts';
import type { MarketClock } from './market-clock.ts';
import { defineRoute, json, type Route } from './route.ts';

const count = () => z.int().check(z.gte(0));

const healthSchema = z.strictObject({
  status: z.literal('ok'),
  marketTime: z.iso.datetime(),
  speed: z.number(),
  generated: z.strictObject({ quote: count(), forex: count(), news: count(), bar: count() }),
  log: z.nullable(
    z.strictObject({
      accepted: count(),
      delivered: count(),
      rejected: count(),
      pending: count(),
      finished: z.boolean(),
      behindMs: count(),
      trouble: z.exactOptional(z.string()),
    }),
  ),
  logFile: z.nullable(z.strictObject({ lines: count(), trouble: z.exactOptional(z.string()) })),
  streams: z.strictObject({ open: count(), limit: count() }),
});
type Health = z.infer<typeof healthSchema>;

export const healthRoute = (clock: MarketClock, logStatus: () => LogStatus, stream: EventStream): Route =>
  defineRoute({
    path: '/healthz',
    id: 'getHealth',
    summary: 'Whether the feed runs, how far it is, and what became of its logs',
    example: '/healthz',
    parameters: {},
    answer: {
      description: 'The feed runs',
      content: { 'application/json': z.toJSONSchema(healthSchema, { target: 'draft-2020-12' }) },
    },
    // What a machine's own services do is no other site's business.
    crossOrigin: false,
    answerWith: () => {
      const health: Health = {
        status: 'ok',
        marketTime: isoTime(clock.nowMs()),
        speed: clock.speed,
        ...logStatus(),
        streams: stream.counts,
      };
      return json(health);
    },
  });
