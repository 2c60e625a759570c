import { createInterface } from 'node:readline';

/** Asks whoever sits at this process's terminal. Ctrl-C and Ctrl-D answer nothing, which no question takes as yes. */
export function askTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  return new Promise<string>((answered) => {
    terminal.once('SIGINT', () => terminal.close());
    terminal.once('close', () => answered(''));
    terminal.question(question, answered);
  }).finally(() => terminal.close());
}
