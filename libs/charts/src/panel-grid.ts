/** Where the panels of a chart of small multiples stand. */
export interface PanelGrid {
  readonly columns: number;
  /** Pixels; the same for all. */
  readonly panelWidth: number;
  /** Upper left corners, row by row. */
  readonly places: readonly { readonly x: number; readonly y: number }[];
  /** Pixels of all rows together. */
  readonly height: number;
}

/** How a grid is laid out, pixels. */
export interface PanelLayout {
  readonly width: number;
  /** As many columns as leave each panel this wide; one at least. */
  readonly minPanelWidth: number;
  readonly panelHeight: number;
  readonly gapX: number;
  readonly gapY: number;
}

/** Panels in rows and columns; of the grids with the fewest rows, the one with the fewest columns. */
export function panelGrid(count: number, layout: PanelLayout): PanelGrid {
  const { width, minPanelWidth, panelHeight, gapX, gapY } = layout;
  const most = Math.max(1, Math.floor((width + gapX) / (minPanelWidth + gapX)));
  const rows = Math.ceil(count / most);
  const columns = Math.max(1, Math.ceil(count / Math.max(1, rows)));
  const panelWidth = (width - (columns - 1) * gapX) / columns;
  const places = Array.from({ length: count }, (_, i) => ({
    x: (i % columns) * (panelWidth + gapX),
    y: Math.floor(i / columns) * (panelHeight + gapY),
  }));
  return { columns, panelWidth, places, height: Math.max(0, rows * (panelHeight + gapY) - gapY) };
}
