/** Red, green and blue of a screen, linear, 0 to 1. */
type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

const toLinear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;

/** @param colour `#rrggbb` */
const linear = (colour: string): Rgb => {
  const at = (start: number): number => toLinear(Number.parseInt(colour.slice(start, start + 2), 16) / 255);
  return [at(1), at(3), at(5)];
};

const dot = ([a, b, c]: Rgb, [x, y, z]: Rgb): number => a * x + b * y + c * z;
const times = ([r, g, b]: Matrix, colour: Rgb): Rgb => [dot(r, colour), dot(g, colour), dot(b, colour)];
const clamp = (channel: number): number => Math.min(1, Math.max(0, channel));

/** WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance. */
const luminance = (colour: string): number => dot([0.2126, 0.7152, 0.0722], linear(colour));

/** WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio: 1 to 21. */
export const contrast = (one: string, other: string): number => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

/**
 * Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009),
 * severity 1.0, https://www.inf.ufrgs.br/~oliveira/pubs_files/CVD_Simulation/CVD_Simulation.html
 */
const PROTAN: Matrix = [
  [0.152286, 1.052583, -0.204868],
  [0.114503, 0.786281, 0.099216],
  [-0.003882, -0.048116, 1.051998],
];
const DEUTAN: Matrix = [
  [0.367322, 0.860646, -0.227968],
  [0.280085, 0.672501, 0.047413],
  [-0.01182, 0.04294, 0.968881],
];
const TRITAN: Matrix = [
  [1.255528, -0.076749, -0.178779],
  [-0.078411, 0.930809, 0.147602],
  [0.004733, 0.691367, 0.3039],
];

const through =
  (matrix: Matrix) =>
  (colour: string): Rgb => {
    const [r, g, b] = times(matrix, linear(colour));
    return [clamp(r), clamp(g), clamp(b)];
  };

/** Colours as eyes see them. */
export const SIGHTS: Readonly<Record<string, (colour: string) => Rgb>> = {
  most: linear,
  protanopic: through(PROTAN),
  deuteranopic: through(DEUTAN),
  tritanopic: through(TRITAN),
};

/** sRGB to XYZ, IEC 61966-2-1, and its white. */
const TO_XYZ: Matrix = [
  [0.4124, 0.3576, 0.1805],
  [0.2126, 0.7152, 0.0722],
  [0.0193, 0.1192, 0.9505],
];
const WHITE: Rgb = [0.9505, 1, 1.089];

const lab = (colour: Rgb): Rgb => {
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const [x, y, z] = times(TO_XYZ, colour);
  const [fx, fy, fz] = [f(x / WHITE[0]), f(y / WHITE[1]), f(z / WHITE[2])];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
};

/** CIE 1976 difference of two colours. */
export const difference = (one: Rgb, other: Rgb): number => {
  const [a, b] = [lab(one), lab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
};
