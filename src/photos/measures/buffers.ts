/**
 * Arrays that are kept from photo to photo, one a name, so that checking a photo makes no rubbish of megabytes. What is
 * in one is valid until the same name is asked for again, and nothing is cleared.
 */
export const floatsFor = (name: string, length: number): Float32Array => kept(FLOATS, name, length, (size) => new Float32Array(size));
export const bytesFor = (name: string, length: number): Uint8Array => kept(BYTES, name, length, (size) => new Uint8Array(size));

const FLOATS = new Map<string, Float32Array>();
const BYTES = new Map<string, Uint8Array>();

function kept<T extends Float32Array | Uint8Array>(store: Map<string, T>, name: string, length: number, make: (size: number) => T): T {
  const known = store.get(name);
  if (known !== undefined && known.length >= length) return known;
  const made = make(length);
  store.set(name, made);
  return made;
}
