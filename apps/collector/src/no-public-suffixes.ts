/**
 * Stands in for `tldts` in the bundle. yahoo-finance2 holds a cookie jar, which asks it which hosts may share cookies, out
 * of a list of every public suffix: a fifth of the bundle. A chart request sends no cookies and keeps none, so the answer
 * is that no host shares any.
 */
export const getDomain = (): null => null;
