import { createProgram } from '../../../apps/analysis/src/cli.ts';
import { type Complaint, isPlaceholder } from './complaint.ts';
import { complaintsOfDeployment, isOptionOfDeployment } from './nx-commands.ts';

/** The real program, whose commands do nothing here. */
function idleProgram(say: (text: string) => void) {
  const program = createProgram({
    env: {},
    nowMs: Date.now,
    print: () => undefined,
    progress: { step() {}, note: say, end() {} },
    signal: new AbortController().signal,
    exitCode: 0,
  });
  for (const command of program.commands) command.action(() => undefined);
  return program;
}

/** Has the real program parse the words. */
export async function complaintOfTickerlake(words: readonly string[]): Promise<Complaint> {
  const said: string[] = [];
  const program = idleProgram((text) => void said.push(text.trim()));
  const command = program.commands.find((one) => one.name() === words[0]);
  // A command that is only named.
  if (command && words.length === 1) return undefined;
  const [choice] = command?.registeredArguments[0]?.argChoices ?? [];
  const given = words.filter((word) => word !== '…').map((word) => (isPlaceholder(word) ? (choice ?? word) : word));
  try {
    await program.parseAsync(given, { from: 'user' });
  } catch (error) {
    // Help and version are asked for, and end commander too.
    if (error instanceof Error && Reflect.get(error, 'exitCode') === 0) return undefined;
    return said.join('\n') || String(error);
  }
  return undefined;
}

/** Whether some command would take an option that a page names alone, with each of its values: `--format csv/json`. */
export async function complaintOfOption(words: readonly string[]): Promise<Complaint> {
  const [option = '', given = '', ...others] = words;
  // `<dir>` and `[name]` stand for a value.
  const values = given === '' || /^[<[]/.test(given) ? [] : given.split('/');
  const commands = idleProgram(() => undefined).commands.filter(({ options }) =>
    options.some(({ long }) => long === option),
  );
  if (commands.length === 0 && !isOptionOfDeployment(option))
    return `no command of tickerlake or of the deployment takes ${option}.`;
  for (const value of values) {
    const line = [option, value, ...others];
    const asked = commands.map((command) => {
      const before = command.registeredArguments.map(({ argChoices }) => argChoices?.[0] ?? 'X');
      return complaintOfTickerlake([command.name(), ...before, ...line]);
    });
    const complaints = [...(await Promise.all(asked)), ...complaintsOfDeployment(line)];
    if (complaints.every((complaint) => complaint !== undefined)) return complaints[0];
  }
  return undefined;
}
