/** How many photos are lost and which, by their keys, one a line. */
export const lostPhotos = (keys: readonly string[]): string => `${keys.length} photo${keys.length === 1 ? '' : 's'}\n${keys.join('\n')}`;
