import { join } from 'node:path';

/** The repository whose pages are checked. */
export const ROOT = join(import.meta.dirname, '../../..');
