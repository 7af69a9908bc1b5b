import { checkCentring } from '../../../src/photos/checks/centring.js';
import { checkFaceVisible } from '../../../src/photos/checks/face-visible.js';
import { checkMouthClosed } from '../../../src/photos/checks/mouth-closed.js';
import { checkNeutral } from '../../../src/photos/checks/neutral.js';
import type { Face } from '../../../src/photos/engine/analysis.js';
import { FACE_OUTLINE, INNER_LIPS_OUTLINE, LIPS_OUTLINE } from '../../../src/photos/measures/mesh-points.js';
import { grown, middleOf } from '../../../src/photos/measures/polygon.js';
import { box, Canvas, type Colour, ellipse } from '../canvas.js';
import { faceScene, type FaceWishes, outline, PEOPLE, type Person, sceneWith } from '../scenes.js';

const ALL = Object.keys(PEOPLE) as Person[];
const visible = (wishes: FaceWishes) => checkFaceVisible(faceScene(wishes))[0]!;

/** From below the nose to the chin, or over one half of the face. */
const cloth = (colour: Colour) => ({
  paint: (canvas: Canvas, { mesh }: Face) => {
    const [x, y] = middleOf(outline(mesh, LIPS_OUTLINE));
    canvas.fill(box(x - 180, y - 70, 360, 190), colour);
  },
});
const halfCovered = (colour: Colour) => ({
  paint: (canvas: Canvas, { mesh }: Face) => {
    const [x, y] = middleOf(outline(mesh, LIPS_OUTLINE));
    canvas.fill(box(x + 30, y - 150, 200, 200), colour);
  },
});

describe.each(ALL)('the face of a %s person', (person) => {
  const own = PEOPLE[person].skin;

  it('is not covered', () => {
    expect(visible({ person })).toMatchObject({ check: 'face_visible', outcome: 'pass', reason: null });
  });

  it('is covered by a mask of any colour, the own one too', () => {
    for (const colour of [[207, 227, 234], [26, 26, 28], [140, 32, 48], own] as const) {
      const finding = visible({ person, ...cloth(colour) });
      expect(finding).toMatchObject({ outcome: 'warning', aspect: 'mouth', reason: 'features_not_visible' });
      expect(finding.evidence?.[0]?.kind).toBe('box');
    }
  });

  it('is covered on one side by a coloured glove', () => {
    expect(visible({ person, ...halfCovered([40, 110, 70]) })).toMatchObject({ outcome: 'warning', aspect: 'side', unit: 'C*' });
  });

  it('is not covered by a beard: the lips show', () => {
    for (const beard of [
      [28, 22, 20],
      [130, 128, 126],
      [215, 212, 208],
    ] as const) {
      const painted = {
        paint: (canvas: Canvas, { mesh }: Face) => {
          const [x, y] = middleOf(outline(mesh, LIPS_OUTLINE));
          canvas.fill(ellipse(x, y + 20, 110, 90), beard, outline(mesh, FACE_OUTLINE));
          canvas.fill(outline(mesh, LIPS_OUTLINE), PEOPLE[person].lips);
        },
      };
      expect(visible({ person, ...painted })).toMatchObject({ outcome: 'pass' });
    }
  });

  it('is not covered by a scarf over the hair', () => {
    const scarf = {
      paint: (canvas: Canvas, { mesh }: Face) => {
        const face = outline(mesh, FACE_OUTLINE);
        // a ring round the face: out along its outline, back along a wider one
        canvas.fill([...face, face[0]!, ...grown(face, 1.35), grown(face, 1.35)[0]!], [30, 60, 120]);
      },
    };
    expect(visible({ person, ...scarf })).toMatchObject({ outcome: 'pass' });
  });

  it('may wear lipstick', () => {
    const lipstick = { paint: (canvas: Canvas, { mesh }: Face) => canvas.fill(outline(mesh, LIPS_OUTLINE), [170, 20, 40], undefined, 0.7) };
    expect(visible({ person, ...lipstick })).toMatchObject({ outcome: 'pass' });
  });

  it('has its mouth closed, or open', () => {
    expect(checkMouthClosed(faceScene({ person, gap: 0.005 }))[0]).toMatchObject({ outcome: 'pass', reason: null, unit: 'share' });
    const [finding] = checkMouthClosed(faceScene({ person, gap: 0.06 }));
    expect(finding).toMatchObject({ check: 'mouth_closed', outcome: 'warning', reason: 'other', measured: expect.closeTo(0.06, 2) });
    expect(finding?.evidence?.[0]).toMatchObject({ kind: 'box' });
  });
});

/** A band between lips that are together by the mesh. Shares of the way from the eyes to the chin, from the line down. */
const between = (colour: Colour, from: number, to: number) => ({
  paint: (canvas: Canvas, { mesh }: Face) => {
    const [x, y] = middleOf(outline(mesh, INNER_LIPS_OUTLINE));
    canvas.fill(box(x - 45, y + from * 250, 90, (to - from) * 250), colour);
  },
});

describe.each(ALL)('between the lips of a %s person', (person) => {
  const own = PEOPLE[person].lips;
  const closed = (wishes: FaceWishes) => checkMouthClosed(faceScene({ person, ...wishes }))[0]!;

  it('a gap shows that the mesh does not see, or teeth do', () => {
    const dark = own.map((value) => value * 0.45) as unknown as Colour;
    expect(closed(between(dark, 0, 0.036))).toMatchObject({ outcome: 'warning', measured: expect.closeTo(0.036, 2) });
    expect(closed(between([190, 182, 168], -0.01, 0.03))).toMatchObject({ outcome: 'warning' });
  });

  it('the line where they meet is none, nor is what shines on the lower one, nor its shadow', () => {
    const shade = own.map((value) => value * 0.4) as unknown as Colour;
    expect(closed(between(shade, 0, 0.01))).toMatchObject({ outcome: 'pass' });
    expect(closed(between([225, 215, 212], 0.06, 0.1))).toMatchObject({ outcome: 'pass' });
    expect(closed(between(shade, 0.13, 0.18))).toMatchObject({ outcome: 'pass' });
  });
});

it('a mouth that may or may not be open is told with its range', () => {
  expect(checkMouthClosed(faceScene({ gap: 0.022 }))[0]).toMatchObject({ outcome: 'warning', band: [0.016, 0.024] });
});

it('a smile is only ever information, with no reason for return', () => {
  const [finding] = checkNeutral(faceScene({ mouthWidth: 1.5 }));
  expect(finding).toMatchObject({ check: 'neutral', outcome: 'information', reason: null });
  expect(checkNeutral(faceScene({ mouthWidth: 0.9 }))[0]).toMatchObject({ outcome: 'pass', reason: null });
});

it('a mouth or a cheek beyond the edge is cut off, not covered', () => {
  for (const eyesAt of [
    [0.5, 0.86],
    [0.97, 0.45],
  ] as const) {
    const scene = faceScene({ eyesAt });
    expect(checkFaceVisible(scene)).toEqual([]);
    expect(checkCentring(scene).map(({ outcome }) => outcome)).toContain('warning');
  }
});

it('without a face all are silent', () => {
  const empty = sceneWith(new Canvas(714, 1000, [243, 243, 243]).pixels());
  expect([...checkFaceVisible(empty), ...checkMouthClosed(empty), ...checkNeutral(empty)]).toEqual([]);
});
