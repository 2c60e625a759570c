/** Takes the items of least order out of a map until it holds no more than `limit`. */
export function keepNewest<Key, Value>(items: Map<Key, Value>, limit: number, orderOf: (value: Value) => number): void {
  if (items.size <= limit) return;
  const inOrder = [...items].toSorted(([, a], [, b]) => orderOf(a) - orderOf(b));
  for (const [key] of inOrder.slice(0, items.size - limit)) items.delete(key);
}
