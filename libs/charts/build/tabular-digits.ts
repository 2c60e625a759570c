/*
 * Inter with digits of one width. Browsers take these where the style sheet says `tabular-nums`; what draws the PNGs
 * knows no such property and applies only what a font requires. So the feature `tnum` becomes `rlig`, which is always
 * on and which Inter does not have, and what else it would widen, the hyphen of BRK-B among it, stays as it was.
 * Inter's licence, which travels along, reserves no name.
 * https://learn.microsoft.com/typography/opentype/spec/gsub, …/cmap, …/features_pt#rlig
 */

const TABLE_RECORD = 16;
const SINGLE_SUBSTITUTION = 1;
const EXTENSION = 7;

/** Big-endian numbers of a font at byte offsets. */
class FontBytes {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  u16(at: number): number {
    return this.bytes.readUInt16BE(at);
  }

  u32(at: number): number {
    return this.bytes.readUInt32BE(at);
  }

  tag(at: number): string {
    return this.bytes.toString('latin1', at, at + 4);
  }

  /** Offset of a table. */
  table(name: string): number {
    for (let i = 0; i < this.u16(4); i++) {
      const record = 12 + i * TABLE_RECORD;
      if (this.tag(record) === name) return this.u32(record + 8);
    }
    throw new Error(`The font has no table ${name}.`);
  }
}

/** Glyphs of 0 to 9, by the segments of cmap format 4, whose digits are one segment or several without a glyph array. */
function digitGlyphs(font: FontBytes): Set<number> {
  const cmap = font.table('cmap');
  const subtables = Array.from({ length: font.u16(cmap + 2) }, (_, i) => cmap + font.u32(cmap + 8 + i * 8));
  const start = subtables.find((at) => font.u16(at) === 4);
  if (start === undefined) throw new Error('The font has no character map of format 4.');
  const doubled = font.u16(start + 6);
  const glyphOf = (code: number): number => {
    for (let i = 0; i < doubled; i += 2) {
      if (font.u16(start + 14 + i) < code) continue;
      const [first, delta] = [font.u16(start + 16 + doubled + i), font.u16(start + 16 + 2 * doubled + i)];
      const rangeAt = start + 16 + 3 * doubled + i;
      const range = font.u16(rangeAt);
      return range === 0 ? (code + delta) & 0xffff : font.u16(rangeAt + range + 2 * (code - first));
    }
    return 0;
  };
  return new Set(Array.from({ length: 10 }, (_, digit) => glyphOf(0x30 + digit)));
}

/** The glyphs of a coverage table, in order. */
function coveredGlyphs(font: FontBytes, at: number): number[] {
  const count = font.u16(at + 2);
  if (font.u16(at) === 1) return Array.from({ length: count }, (_, i) => font.u16(at + 4 + i * 2));
  return Array.from({ length: count }, (_, i) => at + 4 + i * 6).flatMap((range) =>
    Array.from({ length: font.u16(range + 2) - font.u16(range) + 1 }, (_, i) => font.u16(range) + i),
  );
}

/** Makes a substitution leave all glyphs alone but some. */
function keepOnly(font: FontBytes, subtable: number, kept: ReadonlySet<number>): number {
  if (font.u16(subtable) !== 2) throw new Error('The substitution is not a list of glyphs.');
  const glyphs = coveredGlyphs(font, subtable + font.u16(subtable + 2));
  glyphs.forEach((glyph, i) => {
    if (!kept.has(glyph)) font.bytes.writeUInt16BE(glyph, subtable + 6 + i * 2);
  });
  return glyphs.filter((glyph) => kept.has(glyph)).length;
}

/** @throws where the font is not made as Inter 4 is: better no build than digits that no longer line up */
export function withTabularDigits(original: Buffer): Buffer {
  const font = new FontBytes(Buffer.from(original));
  const gsub = font.table('GSUB');
  const [features, lookups] = [gsub + font.u16(gsub + 6), gsub + font.u16(gsub + 8)];
  const digits = digitGlyphs(font);
  let found = 0;
  for (let i = 0; i < font.u16(features); i++) {
    const record = features + 2 + i * 6;
    if (font.tag(record) !== 'tnum') continue;
    const feature = features + font.u16(record + 4);
    const lookup = lookups + font.u16(lookups + 2 + font.u16(feature + 4) * 2);
    for (let k = 0; k < font.u16(lookup + 4); k++) {
      const listed = lookup + font.u16(lookup + 6 + k * 2);
      const isExtension = font.u16(lookup) === EXTENSION;
      if (!isExtension && font.u16(lookup) !== SINGLE_SUBSTITUTION) throw new Error('tnum substitutes no glyphs.');
      found += keepOnly(font, isExtension ? listed + font.u32(listed + 4) : listed, digits);
    }
    font.bytes.write('rlig', record, 'latin1');
  }
  if (found !== digits.size) throw new Error(`tnum substitutes ${found} of ten digits.`);
  return font.bytes;
}
