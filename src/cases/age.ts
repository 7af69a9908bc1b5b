/** Whole years on a day; both as `YYYY-MM-DD`. Born on February 29, a year is full on March 1 in common years. */
export function ageOn(dateOfBirth: string, day: string): number {
  const [born, now] = [dateOfBirth.split('-').map(Number), day.split('-').map(Number)];
  const [year = 0, month = 0, date = 0] = born;
  const [thisYear = 0, thisMonth = 0, thisDate = 0] = now;
  return thisYear - year - (thisMonth < month || (thisMonth === month && thisDate < date) ? 1 : 0);
}
