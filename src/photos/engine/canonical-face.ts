import { MODELS, readModel } from './models.js';

/** The average face: x to the person's left, y up, z to the front, in centimetres; and the points a pose is judged by. */
export interface CanonicalFace {
  /** x, y, z of each of the 468 points. */
  readonly points: Float32Array;
  readonly basis: readonly { readonly point: number; readonly weight: number }[];
}

/** Read from MediaPipe's own geometry file (face_geometry's GeometryPipelineMetadata). */
export const readCanonicalFace = (): CanonicalFace => canonicalFace(readModel(MODELS.geometry));

/** Floats to a vertex in the file: x, y, z and two of texture. */
const VERTEX = 5;
const MESH = { vertices: 3 } as const;
const BASIS = { point: 1, weight: 2 } as const;

function canonicalFace(bytes: Uint8Array): CanonicalFace {
  let vertices: number[] = [];
  const basis: CanonicalFace['basis'][number][] = [];
  for (const { value } of fieldsOf(bytes)) {
    if (!(value instanceof Uint8Array)) continue;
    const fields = fieldsOf(value);
    const floats = floatsOf(fields, MESH.vertices);
    if (floats.length > 0) vertices = floats;
    else {
      const weight = fields.find(({ number }) => number === BASIS.weight)?.value;
      const point = fields.find(({ number }) => number === BASIS.point)?.value ?? 0;
      if (typeof weight === 'number' && typeof point === 'number' && weight > 0) basis.push({ point, weight });
    }
  }
  const points = new Float32Array((vertices.length / VERTEX) * 3);
  for (let n = 0; n * VERTEX < vertices.length; n++) points.set(vertices.slice(n * VERTEX, n * VERTEX + 3), 3 * n);
  return { points, basis };
}

/** A field of a protocol buffer: its number, and what stands there. */
interface Field {
  readonly number: number;
  readonly value: number | Uint8Array;
}

function fieldsOf(bytes: Uint8Array): Field[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: Field[] = [];
  let at = 0;
  const whole = () => {
    let [value, factor] = [0, 1];
    for (;;) {
      const byte = bytes[at++]!;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  };
  while (at < bytes.length) {
    const key = whole();
    const number = Math.floor(key / 8);
    if (key % 8 === 0) fields.push({ number, value: whole() });
    else if (key % 8 === 2) {
      const length = whole();
      fields.push({ number, value: bytes.subarray(at, at + length) });
      at += length;
    } else if (key % 8 === 5) {
      fields.push({ number, value: view.getFloat32(at, true) });
      at += 4;
    } else throw new Error(`the geometry file has a field of kind ${key % 8}`);
  }
  return fields;
}

/** A list of floats is written one by one, or all together. */
function floatsOf(fields: readonly Field[], wanted: number): number[] {
  return fields
    .filter(({ number }) => number === wanted)
    .flatMap(({ value }) => {
      if (typeof value === 'number') return [value];
      const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
      return Array.from({ length: value.byteLength / 4 }, (_, n) => view.getFloat32(4 * n, true));
    });
}
