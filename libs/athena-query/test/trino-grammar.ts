import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** A complaint of the grammar. */
interface SyntaxProblem {
  readonly message: string;
  readonly startLine: number;
  readonly startColumn: number;
}

/** Whether a text is Trino SQL, by Trino's own grammar. */
export interface TrinoGrammar {
  validate(sql: string): readonly SyntaxProblem[];
}

interface GrammarModule {
  readonly TrinoSQL: new () => TrinoGrammar;
}

/**
 * Loads Trino's ANTLR grammar. Its package imports without file extensions, which Node cannot load, so it is bundled
 * first. The grammar knows no functions: those are held against a list.
 */
export async function loadTrinoGrammar(): Promise<TrinoGrammar> {
  const outfile = join(tmpdir(), `trino-grammar-${process.pid}-${Math.trunc(performance.now())}.mjs`);
  await build({
    stdin: { contents: `export { TrinoSQL } from 'dt-sql-parser/dist/parser/trino';`, resolveDir: import.meta.dirname },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'silent',
  });
  const { TrinoSQL }: GrammarModule = await import(/* @vite-ignore */ pathToFileURL(outfile).href);
  await rm(outfile);
  return new TrinoSQL();
}
