/** What the drawing needs to know; lengths in shares of the height, see `PortraitWishes`. */
export type PortraitDrawing = {
  readonly width: number;
  readonly height: number;
  readonly skin: Skin;
  readonly hair: 'short' | 'long' | 'covered';
  readonly background: string;
  readonly backgroundTo: string;
  readonly clothes: string;
  readonly glare: boolean;
  readonly headScale: number;
  readonly headX: number;
  readonly headY: number;
  readonly turn: number;
};

export type Skin = 'light' | 'medium' | 'dark';

/** From lit to shaded, then lips, hair and iris. */
const TONES: Record<Skin, { lit: string; base: string; shade: string; lips: string; hair: string; iris: string }> = {
  light: { lit: '#f3d3c0', base: '#e3b79f', shade: '#b98269', lips: '#bb6b66', hair: '#5b3d26', iris: '#5d7f8e' },
  medium: { lit: '#d9a982', base: '#bf8a62', shade: '#8b5c3d', lips: '#96524a', hair: '#241812', iris: '#54351e' },
  dark: { lit: '#8f6046', base: '#6b4430', shade: '#3f2519', lips: '#6a3634', hair: '#15100e', iris: '#2f1c11' },
};

/**
 * A person of our own invention as an SVG: drawn for a page of 1000 × 1400 with the crown at 350 and the chin at 1020, which is
 * a head of 33.5 mm on a photo of 70 mm. Another shape of picture shows more or less of what is beside the person.
 */
export function portraitSvg(wishes: PortraitDrawing): string {
  const { width, height, skin, headScale, headX, headY, turn } = wishes;
  const tone = TONES[skin];
  const unit = height / 1400;
  // Scaled and turned about the middle of the face, so that wishes do not depend on each other.
  const place = `translate(${width / 2 + headX * height} ${(685 / 1400 + headY) * height}) rotate(${turn}) scale(${unit * headScale}) translate(-500 -685)`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<defs>
  <linearGradient id="wall"><stop offset="0" stop-color="${wishes.background}"/><stop offset="1" stop-color="${wishes.backgroundTo}"/></linearGradient>
  <radialGradient id="face" cx=".48" cy=".42" r=".62"><stop offset="0" stop-color="${tone.lit}"/><stop offset=".62" stop-color="${tone.base}"/><stop offset="1" stop-color="${tone.shade}"/></radialGradient>
  <linearGradient id="neck" x2="0" y2="1"><stop offset="0" stop-color="${tone.shade}"/><stop offset=".55" stop-color="${tone.base}"/></linearGradient>
  <radialGradient id="cheek"><stop offset="0" stop-color="${tone.lips}" stop-opacity=".28"/><stop offset="1" stop-color="${tone.lips}" stop-opacity="0"/></radialGradient>
  <radialGradient id="hollow"><stop offset="0" stop-color="${tone.shade}" stop-opacity=".55"/><stop offset="1" stop-color="${tone.shade}" stop-opacity="0"/></radialGradient>
  <radialGradient id="light"><stop offset="0" stop-color="${tone.lit}" stop-opacity=".9"/><stop offset="1" stop-color="${tone.lit}" stop-opacity="0"/></radialGradient>
  <radialGradient id="flash"><stop offset="0" stop-color="#fff"/><stop offset=".6" stop-color="#fff" stop-opacity=".95"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>
  <linearGradient id="cloth" x2="0" y2="1"><stop offset="0" stop-color="${wishes.clothes}"/><stop offset="1" stop-color="#1c2430"/></linearGradient>
</defs>
<rect width="${width}" height="${height}" fill="url(#wall)"/>
<g transform="${place}">
  ${wishes.hair === 'long' ? hairBehind(tone.hair) : ''}
  ${shouldersAndNeck()}
  ${wishes.hair === 'covered' ? scarf(wishes.clothes) : ears()}
  <path d="M500 350c-150 0-232 118-232 278 0 70 4 132 22 190 26 92 110 202 210 202s184-110 210-202c18-58 22-120 22-190 0-160-82-278-232-278z" fill="url(#face)"/>
  ${hollows()}
  ${eye(406, tone)}${eye(594, tone)}
  ${brow(406, -1, tone.hair)}${brow(594, 1, tone.hair)}
  ${nose(tone.shade)}
  ${mouth(tone.lips, tone.shade)}
  ${wishes.hair === 'covered' ? scarfEdge(wishes.clothes) : hairOnTop(tone.hair)}
  ${wishes.glare ? '<ellipse cx="470" cy="530" rx="95" ry="52" fill="url(#flash)"/><ellipse cx="620" cy="770" rx="46" ry="60" fill="url(#flash)"/>' : ''}
</g></svg>`;
}

const shouldersAndNeck = (): string => `
  <path d="M-700 2300V1640C-420 1270 40 1240 300 1150c66-22 100-50 100-90h200c0 40 34 68 100 90 260 90 720 120 1000 490v660z" fill="url(#cloth)"/>
  <path d="M376 860v200c0 60-40 84-100 108 80 90 368 90 448 0-60-24-100-48-100-108V860z" fill="url(#neck)"/>
  <path d="M270 1160c70 116 390 116 460 0l22 10c-80 146-424 146-504 0z" fill="#10161e" opacity=".35"/>`;

const ears = (): string => `
  <path d="M276 640c-34-26-56 0-50 52 6 50 26 100 62 96zM724 640c34-26 56 0 50 52-6 50-26 100-62 96z" fill="url(#neck)"/>`;

const hollows = (): string => `
  <ellipse cx="406" cy="676" rx="92" ry="58" fill="url(#hollow)"/><ellipse cx="594" cy="676" rx="92" ry="58" fill="url(#hollow)"/>
  <ellipse cx="368" cy="806" rx="84" ry="70" fill="url(#cheek)"/><ellipse cx="632" cy="806" rx="84" ry="70" fill="url(#cheek)"/>
  <ellipse cx="500" cy="968" rx="80" ry="34" fill="url(#light)" opacity=".45"/><ellipse cx="490" cy="500" rx="150" ry="74" fill="url(#light)"/>
  <ellipse cx="500" cy="948" rx="56" ry="13" fill="url(#hollow)"/>`;

/** Lid, white (as grey as it is in photos: it lies in the shade of the lid), iris with a rim and a spark of the window, lashes above. */
const eye = (x: number, tone: { iris: string; shade: string; hair: string }): string => `
  <g transform="translate(${x} 686)">
    <path d="M-54 4C-34-26-16-32 2-32s38 8 54 36C40 22 22 28 0 28S-38 22-54 4z" fill="#bcb4ae"/>
    <circle r="27" cy="-4" fill="${tone.iris}"/><circle r="27" cy="-4" fill="none" stroke="#1a1210" stroke-width="4" opacity=".7"/>
    <circle r="11.5" cy="-4" fill="#0b0807"/><circle cx="8" cy="-12" r="5" fill="#fff"/>
    <path d="M-54 4C-34-26-16-32 2-32s38 8 54 36C40-14 20-22 2-22S-36-16-54 4z" fill="#2a1a14" opacity=".55"/>
    <path d="M-56 5C-36-27-16-34 2-34s40 8 56 38" fill="none" stroke="${tone.hair}" stroke-width="6.5" stroke-linecap="round"/>
    <path d="M-50-20C-30-46 30-48 54-18" fill="none" stroke="${tone.shade}" stroke-width="4"/>
    <path d="M-48 12C-30 30 30 32 50 10" fill="none" stroke="${tone.shade}" stroke-width="3" opacity=".8"/>
  </g>`;

/** A brow of single hairs; their lean changes from the nose outwards. */
const brow = (x: number, side: number, hair: string): string => {
  const hairs = Array.from({ length: 34 }, (_, n) => {
    const t = n / 33;
    const [px, py] = [x + side * (-62 + 130 * t), 622 - 22 * Math.sin(Math.PI * (0.15 + 0.7 * t)) + 8 * t];
    return `M${px.toFixed(1)} ${(py + 9 - 6 * t).toFixed(1)}l${(side * (6 + 20 * t)).toFixed(1)} ${(-18 + 12 * t).toFixed(1)}`;
  });
  return `<path d="${hairs.join('')}" stroke="${hair}" stroke-width="5" stroke-linecap="round" fill="none"/>`;
};

const nose = (shade: string): string => `
  <path d="M472 690c-4 60-20 90-28 118-6 24 12 32 30 30 10 10 42 10 52 0 18 2 36-6 30-30-8-28-24-58-28-118z" fill="url(#light)" opacity=".55"/>
  <path d="M446 806c-10 22 2 36 26 32M554 806c10 22-2 36-26 32" fill="none" stroke="${shade}" stroke-width="5" stroke-linecap="round"/>
  <ellipse cx="477" cy="836" rx="14" ry="6" fill="#1c0f0a" opacity=".75"/><ellipse cx="523" cy="836" rx="14" ry="6" fill="#1c0f0a" opacity=".75"/>
  <path d="M536 700c8 50 16 80 24 100" fill="none" stroke="${shade}" stroke-width="12" opacity=".14"/>`;

const mouth = (lips: string, shade: string): string => `
  <path d="M416 895C446 880 474 868 488 868c5 0 8 5 12 5s7-5 12-5c14 0 42 12 72 27-28 6-56 7-84 7s-56-1-84-7z" fill="${lips}"/>
  <path d="M422 897c26 6 52 6 78 6s52 0 78-6c-18 26-44 42-78 42s-60-16-78-42z" fill="${lips}"/>
  <ellipse cx="496" cy="919" rx="40" ry="11" fill="#fff" opacity=".13"/>
  <path d="M414 894c30 8 56 9 86 9s56-1 86-9" fill="none" stroke="${shade}" stroke-width="5" stroke-linecap="round"/>`;

/** Strands fan out from the crown over a solid shape. */
const hairOnTop = (hair: string): string => {
  const strands = Array.from({ length: 70 }, (_, n) => {
    const t = (n / 69) * 2 - 1;
    return `M500 352Q${500 + 190 * t} ${352 + 30 * t * t} ${500 + 246 * t} ${(480 + 150 * t * t).toFixed(0)}`;
  });
  return `<path d="M252 660c-26-190 60-330 248-330s274 140 248 330c-10 4-16-6-20-22-10-70-34-120-70-150-100 40-230 40-318-6-36 34-58 86-68 156-4 16-10 26-20 22z" fill="${hair}"/>
  <path d="${strands.join('')}" fill="none" stroke="#fff" stroke-opacity=".07" stroke-width="3"/>`;
};

const hairBehind = (hair: string): string =>
  `<path d="M500 334c-210 0-290 160-280 380 6 160-30 330-70 470 120 60 580 60 700 0-40-140-76-310-70-470 10-220-70-380-280-380z" fill="${hair}"/>`;

const scarf = (cloth: string): string =>
  `<path d="M500 320c-214 0-284 170-276 380 4 190-40 330-130 520 160 110 652 110 812 0-90-190-134-330-130-520 8-210-62-380-276-380z" fill="${cloth}"/>`;

/** Hair and ears covered, the whole face visible, as the rules ask. */
const scarfEdge = (cloth: string): string =>
  `<path fill-rule="evenodd" d="M500 320c-214 0-284 170-276 380 4 160 40 330 276 360 236-30 272-200 276-360 8-210-62-380-276-380zm0 96c140 0 206 96 206 226 0 60-6 110-24 164-32 96-104 214-182 214s-150-118-182-214c-18-54-24-104-24-164 0-130 66-226 206-226z" fill="${cloth}"/>
  <path d="M500 416c-140 0-206 96-206 226 0 60 6 110 24 164 32 96 104 214 182 214s150-118 182-214c18-54 24-104 24-164 0-130-66-226-206-226z" fill="none" stroke="#000" stroke-opacity=".25" stroke-width="9"/>`;
