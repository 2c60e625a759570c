import { html, type Markup, trusted } from '@tickerlake/presentation';
import { Chart } from './chart.ts';
import { type ChartOptions, widthOf } from './chart-options.ts';
import { drawLegend, LEGEND_PAINTS, type LegendItem } from './legend.ts';
import { oneLine, TEXT_PAINTS, textAt, type TextKind, wrap } from './svg-text.ts';
import { cls, ID_MARK, type Paints, styleSheet } from './theme.ts';

/** What a chart draws into its plot box, in coordinates of that box: 0,0 is its upper left corner. */
export interface Plot {
  /** Pixels that it took. */
  readonly height: number;
  readonly content: Markup;
}

/** What a chart gives to the frame that all charts share. */
export interface ChartParts {
  /** What the picture is, for those who cannot see it, where no title says so. */
  readonly label: string;
  /** What can be read from it, in sentences. */
  readonly description: string;
  readonly legend?: readonly LegendItem[];
  /** The classes that the chart draws with, besides those of the texts. */
  readonly paints: Paints;
  /** Draws the plot, with `width` pixels from edge to edge; nothing may stick out of it. */
  readonly draw: (width: number) => Plot;
}

/** Below this width margins shrink too. */
const NARROW = 480;
const [PADDING, NARROW_PADDING] = [16, 12];
/** Room between head, plot and caption. */
const GAP = 12;

/** Inter is what texts are measured and PNGs are drawn in; the rest are what systems have. */
const FONT_STACK = 'Inter,"Helvetica Neue","Segoe UI",Roboto,Arial,"Liberation Sans",sans-serif';

const FRAME_PAINTS: Paints = {
  chart: { css: `font-family:${FONT_STACK};max-width:100%;height:auto` },
  paper: { fill: 'paper' },
};

const paddingOf = (width: number): number => (width < NARROW ? NARROW_PADDING : PADDING);

/** Pixels from edge to edge of the plot of a chart with these options. */
export function plotWidth(options: ChartOptions): number {
  const width = widthOf(options);
  return width - 2 * paddingOf(width);
}

interface Block {
  readonly height: number;
  readonly content: readonly Markup[];
}

const paragraph = (kind: TextKind, text: string | undefined, width: number, lineHeight: number, maxLines: number) => {
  const lines = text === undefined ? [] : wrap(kind, text, width, maxLines);
  return (x: number, top: number): Block => ({
    height: lines.length * lineHeight,
    // The baseline of the first line lies at its lower quarter.
    content: lines.map((line, i) => textAt(x, top + (i + 0.76) * lineHeight, kind, line)),
  });
};

/** FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/: enough to keep the charts of a page apart. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

const usedPaints = (paints: Paints, svg: string): Paints => {
  const used = new Set(svg.match(/\0[\w-]+/g));
  return Object.fromEntries(Object.entries(paints).filter(([name]) => used.has(ID_MARK + name)));
};

/** A line break in a template is a space between attributes and nothing beside a tag. */
const onOneLine = (svg: string): string => svg.replace(/>\n+/g, '>').replace(/\n+</g, '<').replace(/\n+/g, ' ');

/** Puts title, subtitle, legend and caption about a plot, and makes it a document that stands alone. */
export function frameChart(parts: ChartParts, options: ChartOptions): Chart {
  const width = widthOf(options);
  const padding = paddingOf(width);
  const inner = plotWidth(options);
  const content: Markup[] = [];
  let y = padding;
  const put = (draw: (x: number, top: number) => Block, gap: number): void => {
    const block = draw(padding, y);
    if (block.height === 0) return;
    content.push(...block.content);
    y += block.height + gap;
  };
  put(paragraph('title', options.title, inner, 23, 3), 2);
  put(paragraph('subtitle', options.subtitle, inner, 18, 4), 4);
  put((x, top) => drawLegend(parts.legend ?? [], x, top, inner), 0);
  if (y > padding) y += GAP - 2;
  const plot = parts.draw(inner);
  content.push(html`<g transform="translate(${padding} ${y})">${plot.content}</g>`);
  y += Math.ceil(plot.height);
  put((x, top) => paragraph('caption', options.caption, inner, 15, 4)(x, top + GAP), GAP);
  return finish({ ...parts, width, height: y + padding - (options.caption ? 4 : 0), content }, options);
}

interface Finished extends ChartParts {
  readonly width: number;
  readonly height: number;
  readonly content: readonly Markup[];
}

function finish({ width, height, content, paints, ...parts }: Finished, options: ChartOptions): Chart {
  const { title, theme = 'auto' } = options;
  const drawing = html`${content}`.text + cls('chart', 'paper');
  const style = styleSheet(
    usedPaints({ ...FRAME_PAINTS, ...TEXT_PAINTS, ...LEGEND_PAINTS, ...paints }, drawing),
    theme,
  );
  const svg = onOneLine(
    html`<svg
      xmlns="http://www.w3.org/2000/svg"
      width="${width}"
      height="${height}"
      viewBox="0 0 ${width} ${height}"
      class="${cls('chart')}"
      role="img"
      aria-labelledby="${cls('t', 'd')}"
    >
      <title id="${cls('t')}">${oneLine(title ?? '') || parts.label}</title>
      <desc id="${cls('d')}">${oneLine(parts.description)}</desc>
      <style>
        ${trusted(style)}
      </style>
      <rect width="${width}" height="${height}" class="${cls('paper')}" />
      ${content}
    </svg>`.text,
  );
  const id = options.id ?? `c${hashOf(svg)}`;
  return new Chart(svg.replaceAll(ID_MARK, `${id}-`), width, height);
}

/** Height of the plot of a chart that has nothing to show. */
const EMPTY_HEIGHT = 96;

/** The chart of no data: it says so in words. */
export function emptyChart(parts: Pick<ChartParts, 'label'>, note: string, options: ChartOptions): Chart {
  const draw = (width: number): Plot => ({
    height: EMPTY_HEIGHT,
    content: html`<rect
        x="0.5"
        y="0.5"
        width="${width - 1}"
        height="${EMPTY_HEIGHT - 1}"
        class="${cls('empty')}"
      />${textAt(width / 2, EMPTY_HEIGHT / 2 + 4, 'subtitle', note, { anchor: 'middle' })}`,
  });
  const paints: Paints = { empty: { fill: 'none', stroke: 'hair', css: 'stroke-dasharray:3 4' } };
  return frameChart({ ...parts, description: `${note}.`, paints, draw }, options);
}
