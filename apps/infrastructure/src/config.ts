import { z } from 'zod';

/** What a deployment is: every key has a default, no other key is known. */
export const configSchema = z.strictObject({
  name: z.string().default('tickerlake'),
  symbols: z.array(z.string()).default(['META', 'SHOP', 'BYND', 'NFLX', 'PINS', 'XYZ', 'TTD', 'OKTA', 'SNAP', 'DDOG']),
  interval: z.enum(['1m', '5m']).default('1m'),
  schedule: z.boolean().default(true),
  feedSchedule: z.boolean().default(false),
  streamMode: z.enum(['provisioned', 'on-demand']).default('provisioned'),
  shards: z.int().min(1).default(1),
  retentionHours: z.int().min(24).max(8760).default(24),
  alarmEmail: z.email().optional(),
  noticeEmail: z.email().optional(),
  keepRawDays: z.int().min(0).default(30),
  removeData: z.boolean().default(false),
  region: z.string().optional(),
  account: z.string().optional(),
});

export type Config = Readonly<z.output<typeof configSchema>>;
