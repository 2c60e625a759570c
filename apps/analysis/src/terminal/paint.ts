import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Gives text a style, or leaves it as it is where the screen has no colours. */
export type Paint = (style: Style, text: string) => string;

export const paintOf = ({ colour }: { readonly colour: boolean }): Paint =>
  // Whether there are colours was decided for the screen: styleText would ask the process once more.
  colour ? (style, text) => (text === '' ? '' : styleText(style, text, { validateStream: false })) : (_, text) => text;

/** Green up, red down: what is coloured so has a sign as well, for those who do not see the colours. */
export const directionStyle = (change: number): Style | undefined =>
  change === 0 || Number.isNaN(change) ? undefined : change > 0 ? 'green' : 'red';

/** A sentence whose label (`Gaps: …`) stands out; a warning in capitals more so. */
export const emphasised = (paint: Paint, sentence: string): string =>
  sentence.replace(/^[A-Z][A-Za-z ]*:/, (label) =>
    paint(label === label.toUpperCase() ? ['bold', 'yellow'] : 'bold', label),
  );
