/**
 * The name of the band that a column's value lies in, where each band is named by its lowest value, from the lowest on: the highest that is
 * reached.
 * @param otherwise for what has no value
 */
export const bandOf = (column: string, bands: Readonly<Record<string, number>>, otherwise?: string): string =>
  `case ${Object.entries(bands)
    .reverse()
    .map(([name, lowest]) => `when ${column} >= ${lowest} then '${name}'`)
    .join(' ')}${otherwise ? ` else '${otherwise}'` : ''} end`;
