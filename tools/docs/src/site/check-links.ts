import { join } from 'node:path';
import { checkMarkdown } from './check-markdown.ts';
import { listProblems } from './problem.ts';
import { listRepositoryFiles } from './repository-files.ts';

const ROOT = join(import.meta.dirname, '../../../..');

const problems = checkMarkdown(ROOT, listRepositoryFiles(ROOT));
process.stderr.write(listProblems(problems));
process.exitCode = problems.length === 0 ? 0 : 1;
