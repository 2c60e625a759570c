import { type Block, type Page, placeOf } from './page.ts';
import { type Command, parseShell } from './shell.ts';

/** What a page says that a command prints. */
interface Shown {
  readonly place: string;
  readonly text: string;
}

/** A command that a page tells its reader to type. */
export interface Step {
  /** `README.md:25` */
  readonly place: string;
  readonly command: Command;
  readonly shown?: Shown;
}

/** The commands below a heading, in the order in which a reader types them. */
export interface Section {
  readonly page: string;
  readonly heading: string;
  readonly steps: readonly Step[];
}

/** How a command begins that stands in running text. */
export const TYPED = /^(?:npx|npm|nx|tickerlake) \S/;

interface Building {
  readonly heading: string;
  readonly steps: Step[];
}

/** Takes the commands of a page, and gives each the block that shows what it prints. */
export function sectionsOf(page: Page): Section[] {
  const sections: Building[] = [];
  for (const block of page.blocks) {
    let section = sections.at(-1);
    if (section?.heading !== block.heading) sections.push((section = { heading: block.heading, steps: [] }));
    addSteps(section.steps, block, page);
  }
  return sections
    .filter(({ steps }) => steps.length > 0)
    .map(({ heading, steps }) => ({ page: page.file, heading, steps }));
}

function addSteps(steps: Step[], block: Block, page: Page): void {
  if (block.language === 'sh') steps.push(...stepsIn(block, block.text, 0));
  else if (block.language === 'console') steps.push(...dialogueOf(block));
  else if (block.language === '') addShown(steps, block, page);
}

const stepsIn = (block: Block, text: string, offset: number): Step[] =>
  parseShell(text).map((command) => ({
    place: placeOf({ page: block.page, line: block.line + offset + command.line - 1 }),
    command,
  }));

/** `$ command` and below it what it prints. */
function dialogueOf(block: Block): Step[] {
  const steps: Step[] = [];
  let offset = 0;
  for (const part of block.text.split(/^(?=\$ )/m)) {
    const [typed = '', ...printed] = part.split('\n');
    const asked = typed.startsWith('$ ') ? stepsIn(block, typed.slice(2), offset) : [];
    const shown = { place: placeOf({ page: block.page, line: block.line + offset + 1 }), text: printed.join('\n') };
    const says = printed.some((line) => line !== '');
    steps.push(...asked.map((step, index) => (says && index === asked.length - 1 ? { ...step, shown } : step)));
    offset += part.split('\n').length - 1;
  }
  return steps;
}

/** A plain block is what the command printed that its introduction names, or else the last one above that shows nothing yet. */
function addShown(steps: Step[], block: Block, { spans }: Page): void {
  const shown = { place: placeOf(block), text: block.text };
  const introducedAt = block.line - block.lead.split('\n').length - 2;
  const typed = spans.findLast(({ line, text }) => line < block.line && line >= introducedAt && TYPED.test(text));
  const [command] = parseShell(typed?.text ?? '');
  const last = steps.at(-1);
  if (typed && command) steps.push({ place: placeOf(typed), command, shown });
  else if (last && !last.shown) steps.splice(-1, 1, { ...last, shown });
}
