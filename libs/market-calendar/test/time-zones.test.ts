import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const program = join(import.meta.dirname, 'calendar-digest.ts');

async function digestUnder(timeZone: string): Promise<string> {
  const { stdout } = await run(process.execPath, ['--conditions=@tickerlake/source', program], {
    env: { ...process.env, TZ: timeZone },
  });
  return stdout;
}

// Half-hour offsets, both sides of the date line, a zone that changes its clocks on other days, and New York itself.
test('a process in any time zone sees the same calendar', { timeout: 60_000 }, async () => {
  const here = await digestUnder('UTC');
  expect(here).toMatch(/^UTC 0 \w{64}$/);
  const zones = ['America/New_York', 'Australia/Adelaide', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin'];
  for (const zone of zones) {
    const there = await digestUnder(zone);
    const [name, , digest] = there.split(' ');
    expect(name).toBe(zone);
    expect(digest).toBe(here.split(' ')[2]);
    expect(there).not.toBe(here);
  }
});
