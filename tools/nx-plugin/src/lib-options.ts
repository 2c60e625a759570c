/** What `nx g @tickerlake/tools:lib` is told. */
export interface LibOptions {
  /** In kebab-case. */
  readonly name: string;
  /** One sentence; see `DESCRIPTION`. By default one that asks to be replaced. */
  readonly description?: string;
  /** Leave out the `npm install` that links the package. @default false */
  readonly skipInstall?: boolean;
}

/** A library as it will be written. */
export interface LibPlan {
  readonly name: string;
  readonly packageName: string;
  /** Relative to the workspace. */
  readonly root: string;
  readonly description: string;
  readonly errorClass: string;
}

/** A library that cannot be made; the message says what came, what is allowed and what to do. */
export class LibRefusedError extends Error {
  override readonly name = 'LibRefusedError';
}

const KEBAB_CASE = /^[a-z][a-z\d]*(?:-[a-z\d]+)*$/;
const MAX_NAME_CHARS = 40;
/** Files of `src/` beside the one that has the library's name. */
const TAKEN_FILES = new Set(['errors', 'index']);
/** What `tools/release/test/manifests.test.ts` asks of every published package. */
const DESCRIPTION = /^[A-Z].{30,140}\.$/;

const className = (name: string): string =>
  name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

function refuseName(name: string, taken: ReadonlySet<string>): void {
  if (!KEBAB_CASE.test(name) || name.length > MAX_NAME_CHARS)
    throw new LibRefusedError(
      `"${name}" is no name for a library: write small letters, digits and single hyphens, at most ${MAX_NAME_CHARS} characters, such as price-alerts.`,
    );
  if (taken.has(name))
    throw new LibRefusedError(`There is a project "${name}" already: choose another name, or remove that one first.`);
  if (TAKEN_FILES.has(name) || `${className(name)}Error` in globalThis)
    throw new LibRefusedError(
      `"${name}" would clash with src/${name}.ts or JavaScript's own ${className(name)}Error: choose a name that says more.`,
    );
}

function readDescription(name: string, description: string | undefined): string {
  const sentence = description ?? `What ${name} is for, in one sentence: replace this one in package.json and README.`;
  if (DESCRIPTION.test(sentence)) return sentence;
  throw new LibRefusedError(
    `The description "${sentence}" has ${sentence.length} characters: write one sentence of 32 to 142, from a capital letter to a full stop.`,
  );
}

/**
 * What a library of these options is called, and where.
 *
 * @param taken The names of the workspace's projects, without `@tickerlake/`, and of their folders.
 * @throws LibRefusedError for a name that is malformed or taken, and for a description that says too little or too much.
 */
export function planLib({ name, description }: LibOptions, taken: ReadonlySet<string>): LibPlan {
  refuseName(name, taken);
  return {
    name,
    packageName: `@tickerlake/${name}`,
    root: `libs/${name}`,
    description: readDescription(name, description),
    errorClass: `${className(name)}Error`,
  };
}
