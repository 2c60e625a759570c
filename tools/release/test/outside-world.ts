import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Environment, runProgramWell, startFakeKinesis, startYahooStandIn } from '@tickerlake/testing';

/** What the README's program of the query library finds in `lake`. */
const BAR = '{"name":"DDOG","ts":"2024-11-29 09:31:00-05:00","high":67.5,"low":64.61,"close":65.25}\n';

/** The services that the READMEs' programs talk to, played on this machine. */
export interface OutsideWorld {
  /** Where programs find them. */
  readonly env: Environment;
  close(): Promise<void>;
}

/** Starts a stream and a Yahoo, and has the installed command make a lake, all for programs that run in `project`. */
export async function startOutsideWorld(project: string, env: Environment): Promise<OutsideWorld> {
  const kinesis = await startFakeKinesis(() => undefined);
  const yahoo = await startYahooStandIn();
  const detour = join(project, 'detour.mjs');
  writeFileSync(
    detour,
    `const real = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const { pathname, search } = new URL(String(input));
  return real('${yahoo.url}' + pathname + search, init);
};\n`,
  );
  writeFileSync(join(project, 'bar.json'), BAR);
  await runProgramWell('npx', ['tickerlake', 'import', 'bar.json', '--lake', 'lake'], project, env);
  return {
    env: {
      AWS_ENDPOINT_URL: kinesis.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'nobody',
      AWS_SECRET_ACCESS_KEY: 'nothing',
      NODE_OPTIONS: `--import=${detour}`,
    },
    async close() {
      await kinesis.close();
      await yahoo.close();
    },
  };
}
