import { checkBackground } from '../../../src/photos/checks/background.js';
import { shapeOf } from '../../../src/photos/measures/face-shape.js';
import type { PersonMask } from '../../../src/photos/engine/analysis.js';
import type { Canvas } from '../canvas.js';
import { box, type Colour, ellipse } from '../canvas.js';
import { faceScene, PEOPLE, type Person, sceneWith } from '../scenes.js';

const WHITE: Colour = [243, 243, 243];
const told = (scene: ReturnType<typeof faceScene>) =>
  checkBackground(scene).map(({ outcome, aspect }) => (aspect === undefined ? outcome : `${outcome}: ${aspect}`));

/** A person before a white wall, and then the wall painted, with the same mask: paint the person sees, not the models. */
function behind(person: Person, paint: (canvas: Canvas, mask: PersonMask) => void) {
  let canvas: Canvas | undefined;
  const scene = faceScene({ person, width: 428, height: 600, paint: (painted) => (canvas = painted) });
  paint(canvas!, scene.analysis.mask);
  return sceneWith(canvas!.pixels(), { faces: [scene.analysis.face!], mask: scene.analysis.mask });
}

/** Every pixel behind the person, changed by its place in shares. */
const wall = (colour: (across: number, down: number) => Colour) => (canvas: Canvas, mask: PersonMask) => {
  for (let y = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++) {
      const cell = Math.floor((y * 256) / canvas.height) * 256 + Math.floor((x * 256) / canvas.width);
      if (mask.data[cell] === 0) canvas.data.set(colour(x / canvas.width, y / canvas.height), (y * canvas.width + x) * 3);
    }
  }
};

describe.each(Object.keys(PEOPLE) as Person[])('the wall behind a %s person', (person) => {
  it.each([
    ['white', () => WHITE],
    ['blown out to pure white', () => [255, 255, 255]],
    ['white with a little less light at one side', (x: number) => [246 - 10 * x, 246 - 10 * x, 246 - 10 * x]],
  ] as [string, (x: number, y: number) => Colour][])('is fine when it is %s', (_name, colour) => {
    expect(told(behind(person, wall(colour)))).toEqual(['pass']);
  });

  it.each([
    ['grey', () => [200, 200, 200], 'lightness'],
    ['cream', () => [238, 230, 205], 'colour'],
    ['blue and dark: told by its colour alone', () => [40, 60, 120], 'colour'],
    ['checked', (x: number, y: number) => ((Math.floor(x * 30) + Math.floor(y * 40)) % 2 ? WHITE : [205, 205, 205]), 'evenness'],
    ['a curtain', (x: number) => Array(3).fill(236 + 18 * Math.sin(x * 90)) as unknown as Colour, 'evenness'],
  ] as [string, (x: number, y: number) => Colour, string][])('warns when it is %s', (_name, colour, aspect) => {
    expect(told(behind(person, wall(colour)))).toEqual([`warning: ${aspect}`]);
  });

  it('warns of a shadow beside the head, and points at it', () => {
    const scene = behind(person, (canvas, mask) => {
      const { eyes, eyesToChin } = shapeOf(faceScene({ person, width: 428, height: 600 }).analysis.face!);
      const shaded = (x: number, y: number): boolean =>
        ((x * canvas.width - eyes[0] - 0.7 * eyesToChin) / eyesToChin) ** 2 + ((y * canvas.height - eyes[1]) / eyesToChin / 1.3) ** 2 < 1;
      wall((x, y) => (shaded(x, y) ? [200, 200, 200] : WHITE))(canvas, mask);
    });
    const [finding] = checkBackground(scene);
    expect(finding).toMatchObject({ check: 'background', aspect: 'shadow', outcome: 'warning', reason: 'background_not_white' });
    const [place] = finding!.evidence!;
    if (place?.kind !== 'box') throw new Error('no box');
    expect(place.left).toBeGreaterThanOrEqual(0.5);
  });
});

describe('a shadow that the models took for hair', () => {
  /** Grey ellipses beside the head, painted before the mask is made: they are part of the person. */
  const beside = (...sides: number[]) =>
    faceScene({
      width: 428,
      height: 600,
      paint: (canvas, face) => {
        const { eyes, eyesToChin } = shapeOf(face);
        for (const side of sides)
          canvas.fill(ellipse(eyes[0] + side * 1.15 * eyesToChin, eyes[1], 0.2 * eyesToChin, 0.5 * eyesToChin), [180, 180, 181]);
      },
    });

  it.each([-1, 1])('is told when it lies on one side (%s), and pointed at', (side) => {
    const [finding] = checkBackground(beside(side));
    expect(finding).toMatchObject({ aspect: 'shadow', outcome: 'warning' });
    const [place] = finding!.evidence!;
    if (place?.kind !== 'box') throw new Error('no box');
    expect(Math.sign(place.left + place.width / 2 - 0.5)).toBe(side);
    expect(place.width).toBeLessThan(0.3);
  });

  it('is a scarf or grey hair when it lies on both sides, and fine', () => expect(told(beside(-1, 1))).toEqual(['pass']));
});

it('a few very dark pixels are hair that stands out, not a fault of the wall', () => {
  const scene = behind('light', (canvas) => {
    for (let n = 0; n < 8; n++) canvas.fill(box(40 + 10 * n, 120, 1, 149), [35, 28, 25]);
  });
  expect(told(scene)).toEqual(['pass']);
});

it('says nothing where no background shows', () => {
  const picture = { data: new Uint8Array(300 * 420 * 3).fill(120), width: 300, height: 420 };
  const mask = { side: 256, data: new Float32Array(256 * 256).fill(1) } as const;
  expect(checkBackground(sceneWith(picture, { mask }))).toEqual([]);
});
