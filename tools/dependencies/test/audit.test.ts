import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTrialEnvironment, type ProgramRun, runProgram, startLoopbackServer } from '@tickerlake/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const MAIN = join(import.meta.dirname, '../src/main.ts');

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tickerlake-audit-'));
});
afterEach(() => rmSync(home, { recursive: true }));

/** Runs the audit against an advisory service that gives one answer; what it was asked about, too. */
async function auditAgainst(status: number, body: string): Promise<ProgramRun & { asked: string[] }> {
  const asked: string[] = [];
  const service = await startLoopbackServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  const env = createTrialEnvironment(ROOT, home, service.url);
  const ended = await runProgram('node', ['--conditions=@tickerlake/source', MAIN, 'audit'], ROOT, env);
  await service.close();
  return { ...ended, asked };
}

it('ends well where the service knows of nothing', async () => {
  const { code, stdout, stderr, asked } = await auditAgainst(200, '{}');
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'No open advisory.\n', stderr: '' });
  expect(asked).toContain('/-/npm/v1/security/advisories/bulk');
});

it('says in a sentence that nothing is known where the service refuses', async () => {
  const { code, stdout, stderr } = await auditAgainst(405, '');
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toMatch(/^The advisory service gave no answer, so nothing is known: 405 Method Not Allowed[^\n]*\n$/u);
});

it('refuses a command that it does not know', async () => {
  const env = createTrialEnvironment(ROOT, home, 'http://127.0.0.1:9');
  const { code, stderr } = await runProgram('node', ['--conditions=@tickerlake/source', MAIN, 'licenses'], ROOT, env);
  expect(code).toBe(2);
  expect(stderr).toContain('Usage: npx nx run dependencies:licences [--write]');
});
