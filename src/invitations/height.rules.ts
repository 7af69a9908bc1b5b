/** Shortest and tallest height taken, in centimetres: from a small child to the tallest people [A]. */
export const HEIGHT_LEAST = 40;
export const HEIGHT_MOST = 250;

const INCH = 2.54;
const INCHES_A_FOOT = 12;

export type HeightReading = { ok: true; cm: number } | { ok: false; field: 'height' | 'feet' | 'inches'; problem: HeightProblem };
export type HeightProblem = 'enter' | 'number' | 'range' | 'feet' | 'inches' | 'both';

/** A height as typed: `175`, `175 cm`, `1.75 m`, `1,75`; or feet and inches. */
export function readHeight(typed: string, feet: string, inches: string): HeightReading {
  const imperial = feet !== '' || inches !== '';
  if (typed === '' && !imperial) return wrong('height', 'enter');
  if (typed !== '' && imperial) return wrong('height', 'both');
  return imperial ? fromFeet(feet, inches) : fromMetric(typed);
}

function fromMetric(typed: string): HeightReading {
  const match = /^(\d{1,3}(?:[.,]\d{1,2})?) ?(cm|m)?\.?$/i.exec(typed);
  if (!match) return wrong('height', 'number');
  const number = Number(match[1]?.replace(',', '.'));
  const metres = match[2]?.toLowerCase() === 'm' || (!match[2] && number < 3);
  return inRange('height', Math.round(metres ? number * 100 : number));
}

function fromFeet(feet: string, inches: string): HeightReading {
  if (!/^\d$/.test(feet)) return wrong('feet', 'feet');
  if (!/^(\d|1[01])?$/.test(inches)) return wrong('inches', 'inches');
  return inRange('feet', Math.round((Number(feet) * INCHES_A_FOOT + Number(inches)) * INCH));
}

const inRange = (field: 'height' | 'feet', cm: number): HeightReading =>
  cm >= HEIGHT_LEAST && cm <= HEIGHT_MOST ? { ok: true, cm } : wrong(field, 'range');

const wrong = (field: 'height' | 'feet' | 'inches', problem: HeightProblem): HeightReading => ({ ok: false, field, problem });
