import { type Page, placeOf } from '../src/blocks/page.ts';
import { parseShell } from '../src/blocks/shell.ts';

/** A command of the AWS CLI, wherever in a block it stands. */
export interface AwsCommand {
  readonly place: string;
  readonly text: string;
  readonly service: string;
  readonly operation: string;
  /** Long options, without their dashes. */
  readonly options: readonly string[];
}

/** To the end of its line, which a backslash leads into the next, of its substitution or of the function around it. */
const AWS = /(?<![\w/.-])aws [a-z0-9]+ [a-z](?:\\\n|\$\([^()]*\)|[^\n])*?(?=\)"| \)|; \}|\n|$)/g;

/** The commands of the AWS CLI in the shell blocks of a page. */
export const awsCommandsOf = (page: Page): AwsCommand[] =>
  page.blocks
    .filter(({ language }) => language === 'sh')
    .flatMap((block) =>
      [...block.text.matchAll(AWS)].map(({ 0: text, index }) => {
        const [, service = '', operation = '', ...words] = parseShell(text)[0]?.stages[0] ?? [];
        const line = block.line + block.text.slice(0, index).split('\n').length - 1;
        const options = words.filter((word) => word.startsWith('--')).map((word) => word.slice(2));
        return { place: placeOf({ page: block.page, line }), text, service, operation, options };
      }),
    );

/** What every command of the CLI takes. */
const EVERYWHERE = new Set(['query', 'output', 'profile', 'region', 'cli-binary-format']);

/** What the CLI has beyond the services' own calls. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  'logs tail': ['since', 'filter-pattern', 'follow', 'format'],
  's3 ls': ['recursive'],
  's3 cp': ['recursive'],
};

const pascal = (text: string): string =>
  text.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The member of a call's input that an option sets; `--no-…` sets it to false. */
const memberOf = (option: string): string => pascal(option.replace(/^no-/, ''));

/**
 * The commands as a TypeScript program, which compiles if the AWS SDK has each call and each of its options; a line a
 * command, in the same order.
 */
export const asSdkTypes = (commands: readonly AwsCommand[]): string =>
  commands
    .map(({ service, operation, options }, index) => {
      const own = OWN[`${service} ${operation}`];
      const given = options.filter((option) => !EVERYWHERE.has(option));
      const allowed =
        own === undefined
          ? `keyof import('@aws-sdk/client-${service}').${pascal(operation)}CommandInput`
          : own.map((option) => `'${memberOf(option)}'`).join(' | ');
      const members = given.map((option) => `'${memberOf(option)}'`).join(', ');
      return `export const command${index}: readonly (${allowed})[] = [${members}];\n`;
    })
    .join('');
