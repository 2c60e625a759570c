import { once } from 'node:events';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { runServer } from 'verdaccio';
import { PUBLISHED } from './workspace.ts';

/** The native module of DuckDB is by far the largest; packages of ours are below 2 MB. */
const MAX_PUBLISH = '10mb';

/**
 * A registry of one's own on a free port: ours are published to it and come from it alone, everything else is passed on
 * to `outsideUrl`. What it keeps lies in `folder`.
 */
export async function startOwnRegistry(
  folder: string,
  outsideUrl: string,
): Promise<{ url: string; close: () => void }> {
  const ours = PUBLISHED.map(({ manifest }) => [manifest.name, { access: '$all', publish: '$all' }] as const);
  const server: Server = await runServer({
    self_path: join(folder, 'verdaccio.yaml'),
    storage: join(folder, 'storage'),
    auth: { htpasswd: { file: join(folder, 'htpasswd'), max_users: -1 } },
    uplinks: { outside: { url: outsideUrl } },
    packages: { ...Object.fromEntries(ours), '**': { access: '$all', proxy: 'outside' } },
    max_body_size: MAX_PUBLISH,
    log: { type: 'stdout', format: 'json', level: 'fatal' },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The registry has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
