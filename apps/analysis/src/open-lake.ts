import type { Lake } from '@tickerlake/athena-query';

/** The lake's folder, read through DuckDB. Loaded when first needed: the engine takes a tenth of a second to start. */
export async function openLake(dir: string): Promise<Lake> {
  const { openDuckDbLake } = await import('@tickerlake/athena-query');
  return await openDuckDbLake({ dir });
}
