/** Stands before every class name and id until the finished chart puts its own prefix there. XML has no such character. */
export const ID_MARK = '\u0000';

/** A class attribute's value: `cls('bar', 'up')`. Every class of a chart goes through here, and has a paint. */
export const cls = (...names: readonly string[]): string => names.map((name) => `${ID_MARK}${name}`).join(' ');

/**
 * Colours by day and by night. Blue is above, orange below: the pair that stays apart for every common kind of colour
 * blindness. `a…` and `b…` are the steps of the heat map, each with the ink that is read on it.
 */
const LIGHT = {
  paper: '#fdfcf9',
  ink: '#1c1a17',
  soft: '#655f56',
  grid: '#e3ddd2',
  hair: '#d5cec1',
  above: '#1f62a5',
  below: '#c98244',
  up: '#1a5a99',
  down: '#a34a12',
  range: '#bcd3e8',
  line: '#174a7d',
  a3: '#1f62a5',
  a2: '#8fbce2',
  a1: '#d5e5f3',
  z0: '#f0ede6',
  b1: '#fae0c8',
  b2: '#efab74',
  b3: '#b04a0e',
  a3Ink: '#ffffff',
  a2Ink: '#10233a',
  b2Ink: '#3a1a05',
  b3Ink: '#ffffff',
} as const;

/** The name of a colour: what it is for, not what it looks like. */
export type Colour = keyof typeof LIGHT;
export type Palette = Readonly<Record<Colour, string>>;

const DARK: Palette = {
  paper: '#14161a',
  ink: '#ece8e0',
  soft: '#a9a297',
  grid: '#2b2f35',
  hair: '#3a3f46',
  above: '#5fa3e6',
  below: '#b06f38',
  up: '#7db8f0',
  down: '#f0a066',
  range: '#2a4866',
  line: '#8cc1f5',
  a3: '#7ebaf3',
  a2: '#2a639f',
  a1: '#203a55',
  z0: '#25282d',
  b1: '#47301f',
  b2: '#87481a',
  b3: '#f5a869',
  a3Ink: '#0b1b2c',
  a2Ink: '#ffffff',
  b2Ink: '#ffffff',
  b3Ink: '#2e1503',
};

export const PALETTES: Readonly<Record<'light' | 'dark', Palette>> = { light: LIGHT, dark: DARK };

/** How a class is drawn: colours by name, so that the dark theme can change them, and what stays the same as CSS. */
export interface Paint {
  readonly fill?: Colour | 'none';
  readonly stroke?: Colour;
  /** Declarations without colours, `stroke-width:2`. */
  readonly css?: string;
}

/** Paints by class name, in the order in which they are to win. */
export type Paints = Readonly<Record<string, Paint>>;

const coloured = (palette: Palette, { fill, stroke }: Paint): string[] => [
  ...(fill ? [`fill:${fill === 'none' ? fill : palette[fill]}`] : []),
  ...(stroke ? [`stroke:${palette[stroke]}`] : []),
];

const rule = (name: string, declarations: readonly string[]): string =>
  declarations.length > 0 ? `.${ID_MARK}${name}{${declarations.join(';')}}` : '';

const DARK_START = '@media (prefers-color-scheme:dark){';

/**
 * The style sheet of a chart. No custom properties and one selector a rule: graphics programs and resvg read it too.
 *
 * @param theme see ChartOptions; `auto` adds the colours of the night in a media query at the end
 */
export function styleSheet(paints: Paints, theme: 'auto' | 'light' | 'dark'): string {
  const base = PALETTES[theme === 'dark' ? 'dark' : 'light'];
  const rules = Object.entries(paints).map(([name, paint]) =>
    rule(name, [...coloured(base, paint), ...(paint.css ? [paint.css] : [])]),
  );
  if (theme !== 'auto') return rules.join('');
  const night = Object.entries(paints).map(([name, paint]) => rule(name, coloured(DARK, paint)));
  return `${rules.join('')}${DARK_START}${night.join('')}}`;
}

/**
 * A chart of theme `auto` with one of its two themes taken for good; other charts stay as they are. What draws
 * pictures knows no media queries.
 */
export function settleTheme(svg: string, theme: 'light' | 'dark'): string {
  const start = svg.indexOf(DARK_START);
  // Only the query's end closes two at once.
  const end = svg.indexOf('}}', start);
  if (start < 0 || end < 0) return svg;
  const night = theme === 'dark' ? svg.slice(start + DARK_START.length, end + 1) : '';
  return svg.slice(0, start) + night + svg.slice(end + 2);
}
