/** Does the work for each item, `limit` of them at a time, and tells how each ended, in the items' order. Never rejects. */
export async function settleAll<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<PromiseSettledResult<R>[]> {
  const results: PromiseSettledResult<R>[] = [];
  // Shared by the workers, so that each item is taken once.
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [place, item] of queue) [results[place]] = await Promise.allSettled([work(item)]);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
