/** Waits for a signal, then says which came and ends with a code of its own. */
process.on('SIGINT', () => end('SIGINT', 7));
process.on('SIGTERM', () => end('SIGTERM', 8));
const alive = setInterval(() => undefined, 1_000);
process.stdout.write('ready\n');

function end(signal: string, code: number): void {
  clearInterval(alive);
  process.stdout.write(`${signal}\n`);
  process.exitCode = code;
}
