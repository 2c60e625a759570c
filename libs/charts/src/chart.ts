/** What a notebook shows of a value: pictures and texts by media type. */
const JUPYTER_DISPLAY: unique symbol = Symbol.for('Jupyter.display');

/** A finished chart: a picture that stands alone. */
export class Chart {
  /** One SVG document, without script, outside request or font file. */
  readonly svg: string;
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;

  constructor(svg: string, width: number, height: number) {
    this.svg = svg;
    this.width = width;
    this.height = height;
  }

  /** Makes Deno's Jupyter kernel show the picture where a cell ends with a chart. */
  [JUPYTER_DISPLAY](): Record<string, string> {
    return { 'image/svg+xml': this.svg };
  }

  /** The SVG document: `writeFileSync(path, String(chart))`. */
  toString(): string {
    return this.svg;
  }
}
