/** `npx nx run dependencies:licences [--write]` and `npx nx run dependencies:audit`. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AuditUnavailableError } from './audit.ts';
import { checkLicences } from './licences-report.ts';
import { runAudit } from './run-audit.ts';

const ROOT = join(import.meta.dirname, '../../..');
const USAGE = 'Usage: npx nx run dependencies:licences [--write], or npx nx run dependencies:audit';

const EXIT = { fine: 0, problems: 1, usage: 2, unavailable: 3 } as const;

const say = (lines: readonly string[], stream: NodeJS.WriteStream): boolean =>
  lines.length > 0 && stream.write(`${lines.join('\n')}\n`);

async function licences(write: boolean): Promise<number> {
  const problems = await checkLicences(ROOT, write);
  say(problems, process.stderr);
  return problems.length === 0 ? EXIT.fine : EXIT.problems;
}

function audit(): number {
  const { open, explained } = runAudit(ROOT, new Date());
  say([...explained, open.length === 0 ? 'No open advisory.' : `${open.length} open:`], process.stdout);
  say(open, process.stderr);
  return open.length === 0 ? EXIT.fine : EXIT.problems;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { write: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [command, ...rest] = positionals;
  if (command === 'licences' && rest.length === 0) return licences(values.write);
  if (command === 'audit' && rest.length === 0 && !values.write) return audit();
  say([USAGE], process.stderr);
  return EXIT.usage;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof AuditUnavailableError)) throw error;
  say([error.message], process.stderr);
  process.exitCode = EXIT.unavailable;
}
