import type { CommandSpec, Expected, ProgramSpec } from './completion-spec.ts';
import { functionName, quoted } from './shell-text.ts';

/** A script that bash takes its completions from; of 3.2, which macOS has, on, and without the package bash-completion. */
export function bashCompletion({ name, options, commands }: ProgramSpec): string {
  const call = functionName(name);
  const top = [...commands.map((command) => command.name), ...options.flatMap(({ flags }) => flags)];
  const values = valuePlaces(commands, call);
  return `# bash completion of ${name}. In ~/.bashrc: eval "$(${name} completion bash)"
${call}_offer() {
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$@" -- "$cur")
}
${call}_words() { ${call}_offer -W "$1"; }
# Readline then quotes blanks and ends folders with a slash; where there is no readline there is nothing to tell.
${call}_paths() {
  ${call}_offer "$1"
  compopt -o filenames 2>/dev/null
}
${call}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command='' word i arguments=0
  # Bash takes --format=csv for three words.
  if [[ $cur == '=' ]]; then cur=''; elif [[ $prev == '=' ]]; then prev=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ -z $command ]]; then
      [[ $word == -* ]] || command=$word
      continue
    fi
    case "$command $word" in
      ${[...values.values()].flat().join(' | ')})
        i=$((i + 1))
        if [[ \${COMP_WORDS[i]} == '=' ]]; then i=$((i + 1)); fi
        ;;
      *\\ -*) ;;
      *) arguments=$((arguments + 1)) ;;
    esac
  done
  case "$command $prev" in
${[...values].map(([offer, places]) => `    ${places.join(' | ')})\n      ${offer}\n      return\n      ;;`).join('\n')}
  esac
  case "$command $cur" in
    \\ *) ${call}_words ${quoted(top.join(' '))} ;;
${commands.flatMap((command) => wordCases(command, call)).join('\n')}
  esac
}
complete -F ${call} ${name}
`;
}

/** What is offered for the value of an option, and the places at which: those that nothing can be offered for as well. */
function valuePlaces(commands: readonly CommandSpec[], call: string): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const { name, options } of commands)
    for (const { flags, value } of options) {
      if (!value) continue;
      const offer = offerOf(value, call);
      places.set(offer, [...(places.get(offer) ?? []), ...flags.map((flag) => quoted(`${name} ${flag}`))]);
    }
  return places;
}

function wordCases({ name, options, argument }: CommandSpec, call: string): string[] {
  const flags = options.flatMap((option) => option.flags).join(' ');
  const lines = [`    ${name}\\ -*) ${call}_words ${quoted(flags)} ;;`];
  if (argument?.kind === 'word') lines.push(`    ${name}\\ *) ((arguments > 0)) || ${offerOf(argument, call)} ;;`);
  else if (argument && argument.kind !== 'other') lines.push(`    ${name}\\ *) ${offerOf(argument, call)} ;;`);
  return lines;
}

function offerOf(expected: Expected, call: string): string {
  if (expected.kind === 'word') return `${call}_words ${quoted(expected.words.join(' '))}`;
  return expected.kind === 'other' ? ':' : `${call}_paths ${expected.kind === 'file' ? '-f' : '-d'}`;
}
