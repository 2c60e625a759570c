import { spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { basename, dirname, join } from 'node:path';
import { type LoopbackServer, startLoopbackServer } from '@tickerlake/testing';
import { readManifest, ROOT } from './workspace.ts';

interface Lock {
  readonly packages: Record<string, { readonly link?: boolean; readonly version?: string }>;
}

/** Of a package that is there twice, the one that the whole workspace sees. */
const isOutermost = (path: string): boolean => path.lastIndexOf('node_modules/') === 0;

/** Where each installed package lies, by name and version. A package that is there twice has two versions, the outermost last. */
function findInstalled(): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  const { packages }: Lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const outermostLast = Object.entries(packages).toSorted(
    ([one], [other]) => Number(isOutermost(one)) - Number(isOutermost(other)),
  );
  for (const [path, { link, version }] of outermostLast) {
    const name = path.split('node_modules/').at(-1) ?? '';
    const folder = join(ROOT, path);
    if (link || !version || !path.includes('node_modules/') || !existsSync(folder)) continue;
    const versions = found.get(name) ?? new Map<string, string>();
    versions.delete(version);
    found.set(name, versions.set(version, realpathSync(folder)));
  }
  return found;
}

function describePackage(name: string, versions: ReadonlyMap<string, string>, url: string): object {
  const described = [...versions].map(([version, folder]) => {
    const manifest = readManifest(folder);
    return [version, { ...manifest, dist: { tarball: `${url}/${name}/-/${basename(name)}-${version}.tgz` } }] as const;
  });
  const latest = [...versions.keys()].at(-1);
  return { name, 'dist-tags': { latest }, versions: Object.fromEntries(described) };
}

function sendArchive(folder: string, response: ServerResponse): void {
  // npm unpacks archives that are not compressed as well, and nobody waits for gzip.
  const tar = spawn('tar', ['-c', '--exclude=node_modules', '-C', dirname(folder), basename(folder)]);
  response.setHeader('content-type', 'application/octet-stream');
  tar.stdout.pipe(response);
}

/**
 * The outside world's registry, played by what is installed here: it knows the packages of this workspace's
 * `node_modules` in their versions, and packs what is asked for. So npm can install without the internet.
 */
export async function startInstalledRegistry(): Promise<LoopbackServer> {
  const installed = findInstalled();
  return startLoopbackServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://127.0.0.1').pathname).slice(1);
    const [name = '', archive] = path.split('/-/');
    const versions = installed.get(name);
    const version = archive?.slice(basename(name).length + 1, -'.tgz'.length);
    const folder = version && versions?.get(version);
    response.setHeader('content-type', 'application/json');
    if (folder) sendArchive(folder, response);
    else if (!versions || archive) response.writeHead(404).end('{"error":"not found"}');
    else response.end(JSON.stringify(describePackage(name, versions, `http://${request.headers.host}`)));
  });
}
