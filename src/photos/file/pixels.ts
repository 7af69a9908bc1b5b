/** Decoded sRGB: three bytes a pixel, row by row, no padding. */
export type Pixels = { readonly data: Uint8Array; readonly width: number; readonly height: number };
