import { type Lake, openDuckDbLake } from '@tickerlake/athena-query';

/** The lake's folder, read through DuckDB. */
export const openLake = (dir: string): Promise<Lake> => openDuckDbLake({ dir });
