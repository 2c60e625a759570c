import type { JsonValue } from '../../json-value.ts';

/** An object of a template. */
export type JsonMap = Readonly<Record<string, JsonValue>>;

export const isMap = (value: JsonValue | undefined): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value);

/** An object's own member, so that `constructor` is none. */
export const memberOf = (map: JsonMap, name: string): JsonValue | undefined =>
  Object.hasOwn(map, name) ? map[name] : undefined;

/** Whether two values say the same, whatever the order of their members. */
export function isSame(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  if (!isMap(a) || !isMap(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]))
  );
}
