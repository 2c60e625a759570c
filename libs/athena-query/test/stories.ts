import type { News } from '@tickerlake/record-schema';

/** A story about a company, of 29 November 2024 at a New York time. */
export const story = (id: string, time: string, more: Partial<News> = {}): News => ({
  kind: 'news',
  id,
  ts: `2024-11-29 ${time}-05:00`,
  headline: `Story ${id}`,
  symbols: ['DDOG'],
  ...more,
});

/** When a record was seen, that evening. */
export const seen = (second: string) => ({ observedAt: `2024-11-29T22:00:${second}.000Z` });
