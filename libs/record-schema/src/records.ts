import * as z from 'zod/mini';

/** Intervals that a bar can span, finest first. */
export const BAR_INTERVALS = ['1m', '2m', '5m', '15m', '30m', '1h'] as const;
export type BarInterval = (typeof BAR_INTERVALS)[number];

export const barSchema = z.object({
  kind: z.optional(z.literal('bar')),
  name: z.string(),
  ts: z.string(),
  high: z.number(),
  low: z.number(),
  open: z.optional(z.number()),
  close: z.optional(z.number()),
  volume: z.optional(z.number()),
  interval: z.optional(z.enum(BAR_INTERVALS)),
  source: z.optional(z.string()),
  observedAt: z.optional(z.string()),
  final: z.optional(z.boolean()),
});
/** One bar as it travels: a JSON object a line. */
export type Bar = z.infer<typeof barSchema>;
