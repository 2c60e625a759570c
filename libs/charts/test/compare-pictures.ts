import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** How far two pixels may lie apart, 0 to 1 as pixelmatch reckons it in YIQ; the edges of glyphs are left out by it. */
const PIXEL_TOLERANCE = 0.1;
/** Share of a picture's pixels that may differ more than that: rounding of another processor, no moved label. */
export const PICTURE_TOLERANCE = 0.0002;

/** How far a picture is from the one that it should be. */
export interface PictureComparison {
  /** Share of the pixels that differ; 1 where even the sizes do. */
  readonly differing: number;
  readonly sizes: string;
  /** A PNG that shows the differing pixels in red; absent where the sizes differ. */
  readonly difference?: Uint8Array;
}

const sizeOf = ({ width, height }: PNG): string => `${width} × ${height}`;

/** Compares two PNGs. */
export function comparePictures(actual: Uint8Array, expected: Uint8Array): PictureComparison {
  const [drawn, golden] = [PNG.sync.read(Buffer.from(actual)), PNG.sync.read(Buffer.from(expected))];
  const { width, height } = drawn;
  const sizes = `${sizeOf(drawn)} instead of ${sizeOf(golden)}`;
  if (width !== golden.width || height !== golden.height) return { differing: 1, sizes };
  const difference = new PNG({ width, height });
  const count = pixelmatch(drawn.data, golden.data, difference.data, width, height, { threshold: PIXEL_TOLERANCE });
  return { differing: count / (width * height), sizes, difference: PNG.sync.write(difference) };
}
