#!/usr/bin/env node
// Node 22.15 is the first whose zlib speaks zstd, in which the lake's files are packed.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 15)) {
  process.stderr.write(
    `tickerlake needs Node 22.15 or newer; this is ${process.version}. In the repository, "npx tickerlake" brings its own.\n`,
  );
  process.exit(1);
}
await import('../dist/main.mjs');
