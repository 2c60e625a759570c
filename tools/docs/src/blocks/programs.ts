import { type Block, placeOf } from './page.ts';

/** A TypeScript program that a page shows. */
export interface Program {
  readonly block: Block;
  /** `README.md:17` */
  readonly place: string;
  /** Name of the file in which it is compiled and run. */
  readonly file: string;
  /** What the comments beside its `console.log` say that it prints, line by line. */
  readonly promised: string;
}

const LOGGED = /console\.log\([^]*?\);?[ \t]*(?:\/\/[ \t]*(.*))?$/gm;

/** Reads a `ts` block. */
export const programOf = (block: Block): Program => ({
  block,
  place: placeOf(block),
  file: `${block.page.replace(/\.md$/, '').replaceAll('/', '-')}-line-${block.line}.ts`,
  promised: [...block.text.matchAll(LOGGED)].map(([, said = '']) => `${said}\n`).join(''),
});

/** Lines that print and do not say what: each is one that nobody would compare. */
export const silentLines = ({ block }: Program): string[] =>
  [...block.text.matchAll(LOGGED)]
    .filter(([, said]) => said === undefined)
    .map(({ index }) =>
      placeOf({ page: block.page, line: block.line + block.text.slice(0, index).split('\n').length - 1 }),
    )
    .map((place) => `${place} prints, and the page does not say what: write it beside, \`console.log(…); // …\`.`);

const COMPILER_ERROR = /^(?<file>[^\s(]+\.ts)\((?<line>\d+),(?<column>\d+)\): error (?<what>[^]*)$/;

/** Turns what the compiler says of files into what it says of pages. */
export function complaintsOfCompiler(output: string, programs: readonly Program[]): string[] {
  return output
    .trim()
    .split(/\n(?=\S)/)
    .filter((text) => text !== '')
    .map((text) => {
      const { file = '', line = '', column = '', what = '' } = COMPILER_ERROR.exec(text)?.groups ?? {};
      const program = programs.find((one) => one.file === file);
      if (!program) return text;
      const { page, line: first } = program.block;
      return `${placeOf({ page, line: first + Number(line) - 1 })}:${column} ${what}`;
    });
}
