/** Quality that a media range of an `Accept` header gives its types; 1 where it says nothing. */
const qualityOf = (parameters: readonly string[]): number => {
  const quality = parameters.map((text) => /^\s*q=(\d(?:\.\d{0,3})?)\s*$/i.exec(text)?.[1]).find(Boolean);
  return quality === undefined ? 1 : Number(quality);
};

/** How exactly a range means a type: 3 by name, 2 by its kind, 1 as any other, 0 not. */
const precisionOf = (range: string, type: string): number => {
  if (range === type) return 3;
  if (range === `${type.split('/', 1)[0]}/*`) return 2;
  return range === '*/*' ? 1 : 0;
};

/**
 * Whether a request accepts a media type; one without an `Accept` header accepts all.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.accept
 */
export function accepts(header: string | undefined, type: string): boolean {
  if (header === undefined || header.trim() === '') return true;
  const ranges = header.split(',').map((item) => {
    const [range = '', ...parameters] = item.split(';');
    return { precision: precisionOf(range.trim().toLowerCase(), type), quality: qualityOf(parameters) };
  });
  const best = ranges.reduce((most, range) => (range.precision > most.precision ? range : most), {
    precision: 0,
    quality: 0,
  });
  return best.precision > 0 && best.quality > 0;
}
