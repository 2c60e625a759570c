import { parseArgs } from 'node:util';
import type { Part } from '../constructs/part-stack.ts';
import { UsageError } from './failures.ts';

/** The parts in the order in which they are deployed. */
const PARTS: readonly Part[] = ['lake', 'transformer', 'collector', 'processor', 'market-feed', 'monitoring'];
/** One stack, or every one. */
type Target = Part | 'all';

interface OptionRule {
  readonly type: 'boolean' | 'string';
  /** What a value looks like, in the list of what is allowed. */
  readonly value?: string;
  readonly multiple?: true;
}

const YES: OptionRule = { type: 'boolean' };
/** For whom has built already, as a pipeline does once for several accounts. */
const SKIP_BUILD: OptionRule = { type: 'boolean' };
const CONTEXT: OptionRule = { type: 'string', value: 'tickerlake:KEY=VALUE', multiple: true };

/** What each action takes. Nx keeps `-c` for itself, so no option here has a short form. */
const ACTIONS = {
  deploy: { yes: YES, 'skip-build': SKIP_BUILD, context: CONTEXT },
  diff: { fail: { type: 'boolean' }, 'skip-build': SKIP_BUILD, context: CONTEXT },
  synth: { 'skip-build': SKIP_BUILD, context: CONTEXT },
  destroy: { yes: YES, 'skip-build': SKIP_BUILD, context: CONTEXT },
  bootstrap: { context: CONTEXT },
  invoke: {
    date: { type: 'string', value: 'YYYY-MM-DD' },
    from: { type: 'string', value: 'YYYY-MM-DD' },
    to: { type: 'string', value: 'YYYY-MM-DD' },
    symbols: { type: 'string', value: 'DDOG,SNAP' },
    interval: { type: 'string', value: '1m' },
    source: { type: 'string', value: 'yahoo|simulated' },
    seed: { type: 'string', value: 'N' },
    'extended-hours': { type: 'boolean' },
    json: { type: 'boolean' },
    context: CONTEXT,
  },
} as const satisfies Record<string, Readonly<Record<string, OptionRule>>>;

export type Action = keyof typeof ACTIONS;
/** Actions on stacks; the others are asked of the account or of the collector. */
const STACK_ACTIONS: ReadonlySet<Action> = new Set(['deploy', 'diff', 'synth', 'destroy']);

/** A command line that was checked. */
export interface Arguments {
  readonly action: Action;
  /** Which stacks; of actions that have none, all. */
  readonly target: Target;
  /** Switches that were given: `yes`, `fail`, `skip-build`, `json`, `extended-hours`. */
  readonly switches: ReadonlySet<string>;
  /** Values that were given, of the options that have one value. */
  readonly values: Readonly<Record<string, string>>;
  /** CDK context: single values of the configuration, `tickerlake:interval` and the like. */
  readonly context: Readonly<Record<string, string>>;
}

/** @throws {UsageError} for what is not known or lacks something, with what is allowed. */
export function parseArguments(argv: readonly string[]): Arguments {
  const [action, ...rest] = argv;
  if (!isAction(action)) {
    throw new UsageError(`"${action ?? ''}" is not known: the driver takes ${Object.keys(ACTIONS).join(', ')}.`);
  }
  const rules: Readonly<Record<string, OptionRule>> = ACTIONS[action];
  const { values, positionals, tokens } = parseArgs({
    args: rest,
    options: optionsOf(rules),
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  for (const token of tokens) if (token.kind === 'option') assertOption(action, rules, token);
  return {
    action,
    target: targetOf(action, rules, positionals),
    switches: new Set(Object.keys(values).filter((name) => values[name] === true)),
    values: Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => isText(entry[1]))),
    context: Object.fromEntries((Array.isArray(values['context']) ? values['context'] : []).map(contextEntry)),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isAction = (text = ''): text is Action => Object.hasOwn(ACTIONS, text);

const optionsOf = (rules: Readonly<Record<string, OptionRule>>) =>
  Object.fromEntries(
    Object.entries(rules).map(([name, { type, multiple = false }]) => [name, { type, multiple }] as const),
  );

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function assertOption(action: Action, rules: Readonly<Record<string, OptionRule>>, token: OptionToken): void {
  const rule = Object.hasOwn(rules, token.name) ? rules[token.name] : undefined;
  if (!rule) throw new UsageError(`${token.rawName} is not known: ${taken(action, rules)}`);
  // `--date --json` lacks a date; it does not mean the date "--json".
  const { value = '', inlineValue = false } = token;
  const given = value !== '' && (inlineValue || !value.startsWith('--'));
  if (rule.type === 'string' && !given) throw new UsageError(`${token.rawName} needs a value: ${taken(action, rules)}`);
  if (rule.type === 'boolean' && token.value !== undefined) {
    throw new UsageError(`${token.rawName} takes no value, but got "${token.value}": ${taken(action, rules)}`);
  }
}

const taken = (action: Action, rules: Readonly<Record<string, OptionRule>>): string =>
  `${action} takes ${Object.entries(rules)
    .map(([name, { value }]) => (value === undefined ? `--${name}` : `--${name} ${value}`))
    .join(', ')}.`;

function targetOf(action: Action, rules: Readonly<Record<string, OptionRule>>, positionals: readonly string[]): Target {
  const onStacks = STACK_ACTIONS.has(action);
  const [target = onStacks ? '' : 'all', stray] = onStacks ? positionals : [undefined, ...positionals];
  const known = (['all', ...PARTS] as const).find((one) => one === target);
  if (known === undefined) throw new UsageError(`"${target}" is no stack: ${action} takes all, ${PARTS.join(', ')}.`);
  if (stray !== undefined) throw new UsageError(`"${stray}" is too much: ${taken(action, rules)}`);
  return known;
}

/** `tickerlake:interval=5m` as key and value. Other context is cdk.json's. */
function contextEntry(text: string | boolean): readonly [key: string, value: string] {
  const [, key, value] = /^(tickerlake:[^=]+)=(.*)$/s.exec(String(text)) ?? [];
  if (key !== undefined && value !== undefined) return [key, value];
  throw new UsageError(`--context takes ${CONTEXT.value ?? ''}, such as tickerlake:interval=5m; got "${text}".`);
}
