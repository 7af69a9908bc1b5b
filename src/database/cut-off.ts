/**
 * A page of a list is asked for with one row more than it shows: whether there are more is known without counting.
 * @returns the rows to show, and the last of them where more follow, from which the next page begins
 */
export function cutOff<Row>(found: readonly Row[], size: number): { shown: readonly Row[]; last: Row | null } {
  const shown = found.slice(0, size);
  return { shown, last: found.length > size ? (shown.at(-1) ?? null) : null };
}

/** The row after which the next ones of a list begin that is sorted by a moment, then by key. */
export interface MomentPlace {
  readonly at: Date;
  readonly id: string;
}

/**
 * A condition for the rows behind a place in a list that is sorted ascending by a column, then by key. Asked for as a range first, so that the
 * index is read from there on.
 * @param value of that column: a moment, or a day as `YYYY-MM-DD`
 */
export const behind = (by: string, value: Date | string, id: string) => ({
  [by]: { $gte: value },
  $or: [{ [by]: { $gt: value } }, { id: { $gt: id } }],
});
