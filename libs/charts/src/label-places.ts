/** The room that a text takes: pixels, `x` and `y` its upper left corner. */
export interface LabelBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Whether two boxes share room, or lie closer than `gap` pixels in both directions. */
export const boxesOverlap = (a: LabelBox, b: LabelBox, gap = 0): boolean =>
  a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;

/** The start of a label of this length nearest to the wanted one that keeps it between `from` and `to`. */
export const startWithin = (wanted: number, length: number, from: number, to: number): number =>
  Math.max(from, Math.min(wanted, to - length));

/** Those labels, most important first, that stand clear of all more important ones. */
export function keepApart<Label extends { readonly box: LabelBox }>(labels: readonly Label[], gap: number): Label[] {
  const kept: Label[] = [];
  for (const label of labels) if (!kept.some(({ box }) => boxesOverlap(box, label.box, gap))) kept.push(label);
  return kept;
}
