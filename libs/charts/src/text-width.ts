/** The two weights that charts are set in. */
export type FontWeight = 400 | 600;

/** Advance widths of Inter 4 from space to tilde, in units of 1/2048 em, as `hmtx` has them; digits are the tabular ones. */
const FIRST_CODE = 32;
const UNITS_PER_EM = 2048;
// prettier-ignore
const ADVANCES: Readonly<Record<FontWeight, readonly number[]>> = {
  400: [576,589,954,1297,1314,2011,1319,614,747,747,1026,1355,590,942,590,738,1328,1328,1328,1328,1328,1328,1328,1328,1328,1328,618,618,1355,1355,1355,1047,1978,1413,1340,1496,1478,1231,1209,1528,1522,550,1169,1376,1158,1850,1543,1566,1308,1566,1318,1314,1322,1524,1413,2018,1397,1390,1288,747,738,747,965,934,661,1150,1254,1170,1254,1194,758,1256,1211,496,496,1124,496,1794,1210,1228,1254,1254,771,1081,670,1211,1151,1676,1118,1151,1131,873,681,873,1355],
  600: [516,658,1071,1318,1332,2057,1357,667,764,764,1105,1378,653,953,653,776,1325,1325,1325,1325,1325,1325,1325,1325,1325,1325,674,674,1378,1378,1378,1113,2046,1490,1350,1509,1479,1240,1204,1534,1527,567,1187,1440,1158,1889,1555,1574,1321,1583,1336,1332,1352,1507,1490,2089,1474,1461,1336,764,776,764,986,961,719,1176,1278,1193,1278,1211,796,1281,1254,536,536,1166,536,1844,1253,1247,1278,1278,813,1125,723,1254,1202,1719,1165,1205,1159,931,735,931,1378],
};

/** What the house's texts use beyond ASCII. */
const OTHERS: Readonly<Record<string, number>> = { '−': 1378, '–': 1024, '…': 1958, '·': 653, '’': 602, '\u00a0': 576 };

/** Letters of other scripts: the width of a wide capital. */
const UNKNOWN = UNITS_PER_EM;
/** Pictographs are wider than an em in most fonts that have them. */
const PICTOGRAPH = 1.4 * UNITS_PER_EM;

/**
 * Where Inter is not installed a browser takes another font of the stack. Arial, Helvetica, Roboto and Segoe UI are
 * narrower; DejaVu Sans, the widest in common use, runs up to 8 % wider in names and numbers.
 */
const OTHER_FONTS = 1.08;

const advanceOf = (character: string, weight: FontWeight): number => {
  const known = ADVANCES[weight][(character.codePointAt(0) ?? 0) - FIRST_CODE] ?? OTHERS[character];
  if (known !== undefined) return known;
  if (/^[\p{M}\p{Cf}]$/u.test(character)) return 0;
  if (/^\p{Extended_Pictographic}$/u.test(character)) return PICTOGRAPH;
  const base = character.normalize('NFD').codePointAt(0) ?? 0;
  return ADVANCES[weight][base - FIRST_CODE] ?? UNKNOWN;
};

/** Pixels that a text may take on one line, whichever common sans-serif font it is drawn in. */
export function textWidth(text: string, sizePx: number, weight: FontWeight): number {
  let units = 0;
  for (const character of text) units += advanceOf(character, weight);
  return (units / UNITS_PER_EM) * sizePx * OTHER_FONTS;
}
