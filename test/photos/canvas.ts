import { eachRun, type Polygon } from '../../src/photos/measures/polygon.js';
import type { Pixels } from '../../src/photos/file/pixels.js';

export type Colour = readonly [red: number, green: number, blue: number];

/** A plain painter: whole pixels, no soft edges. */
export class Canvas {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;

  constructor(width: number, height: number, colour: Colour) {
    this.width = width;
    this.height = height;
    this.data = new Uint8Array(width * height * 3);
    for (let at = 0; at < this.data.length; at += 3) this.data.set(colour, at);
  }

  /** `opacity` 0 to 1. With `within`, only inside of that as well. */
  fill(polygon: Polygon, colour: Colour, within?: Polygon, opacity = 1): void {
    const allowed = within && new Set<number>();
    if (within) eachRun(within, this, (y, from, to) => void fillRow(from, to, (x) => allowed!.add(y * this.width + x)));
    eachRun(polygon, this, (y, from, to) => {
      fillRow(from, to, (x) => {
        const place = y * this.width + x;
        if (allowed && !allowed.has(place)) return;
        for (let part = 0; part < 3; part++) {
          const at = place * 3 + part;
          this.data[at] = Math.round(this.data[at]! * (1 - opacity) + colour[part]! * opacity);
        }
      });
    });
  }

  /** What a lens lets through, of each stored value. */
  dim(polygon: Polygon, shares: Colour): void {
    eachRun(polygon, this, (y, from, to) => {
      for (let at = (y * this.width + from) * 3; at <= (y * this.width + to) * 3 + 2; at++) {
        this.data[at] = Math.round(this.data[at]! * shares[at % 3]!);
      }
    });
  }

  pixels(): Pixels {
    return { data: this.data, width: this.width, height: this.height };
  }
}

export const box = (left: number, top: number, width: number, height: number): Polygon => [
  [left, top],
  [left + width, top],
  [left + width, top + height],
  [left, top + height],
];

export const ellipse = (x: number, y: number, across: number, down: number): Polygon =>
  Array.from({ length: 48 }, (_, n) => [x + across * Math.cos((n * Math.PI) / 24), y + down * Math.sin((n * Math.PI) / 24)] as const);

function fillRow(from: number, to: number, visit: (x: number) => void): void {
  for (let x = from; x <= to; x++) visit(x);
}
