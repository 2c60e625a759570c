import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Advisory,
  AuditUnavailableError,
  type AuditVerdict,
  judgeAudit,
  readAdvisories,
  readExplanations,
} from './audit.ts';
import { readReach } from './repository.ts';

const EXPLAINED = join(import.meta.dirname, '../audit-explained.json');

/** `npm audit` ends with 1 for findings as for failures; what it prints tells which. */
function askNpm(root: string): Advisory[] {
  const { error, stdout, stderr } = spawnSync('npm', ['audit', '--json'], { cwd: root, encoding: 'utf8' });
  if (error || stdout === '')
    throw new AuditUnavailableError(`npm audit could not be run: ${error?.message ?? stderr}`);
  return readAdvisories(JSON.parse(stdout));
}

/** Asks npm about everything that is installed, and compares with what is explained. The repository is built. */
export function runAudit(root: string, now: Date): AuditVerdict {
  const advisories = askNpm(root);
  const { installed, inlined, chosen } = readReach(root);
  return judgeAudit({
    advisories,
    shipped: new Set([...installed, ...inlined, ...chosen].map(({ path }) => path)),
    explanations: readExplanations(JSON.parse(readFileSync(EXPLAINED, 'utf8'))),
    today: now.toISOString().slice(0, 'YYYY-MM-DD'.length),
  });
}
