/**
 * A page of a list is asked for with one row more than it shows: whether there are more is known without counting.
 * @returns the rows to show, and the last of them where more follow, from which the next page begins
 */
export function cutOff<Row>(found: readonly Row[], size: number): { shown: readonly Row[]; last: Row | null } {
  const shown = found.slice(0, size);
  return { shown, last: found.length > size ? (shown.at(-1) ?? null) : null };
}
