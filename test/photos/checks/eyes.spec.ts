import { checkEyesOpen } from '../../../src/photos/checks/eyes-open.js';
import { checkEyesVisible } from '../../../src/photos/checks/eyes-visible.js';
import type { Face } from '../../../src/photos/engine/analysis.js';
import { LEFT_EYE_OUTLINE, RIGHT_EYE_OUTLINE } from '../../../src/photos/measures/mesh-points.js';
import { grown, middleOf } from '../../../src/photos/measures/polygon.js';
import { box, Canvas, type Colour, ellipse } from '../canvas.js';
import { faceScene, type FaceWishes, outline, PEOPLE, type Person, sceneWith } from '../scenes.js';

const ALL = Object.keys(PEOPLE) as Person[];
const open = (wishes: FaceWishes) => checkEyesOpen(faceScene(wishes))[0]!;
const visible = (wishes: FaceWishes) => checkEyesVisible(faceScene(wishes))[0]!;

/** A lens before each eye, over the skin round it as well. */
const lenses = (colour: Colour, opacity: number, eyes = [RIGHT_EYE_OUTLINE, LEFT_EYE_OUTLINE]) => ({
  paint: (canvas: Canvas, { mesh }: Face) => {
    for (const eye of eyes) {
      const [x, y] = middleOf(outline(mesh, eye));
      canvas.fill(box(x - 50, y - 32, 100, 64), colour, undefined, opacity);
    }
  },
});

/** Lenses as they are: they reflect nothing and take the same share of light from everything behind them. */
const lightThrough = (shares: Colour) => ({
  paint: (canvas: Canvas, { mesh }: Face) => {
    for (const eye of [RIGHT_EYE_OUTLINE, LEFT_EYE_OUTLINE]) {
      const [x, y] = middleOf(outline(mesh, eye));
      canvas.dim(box(x - 50, y - 32, 100, 64), shares);
    }
  },
});

describe.each(ALL)('eyes of a %s person', (person) => {
  it('are open', () => {
    expect(open({ person })).toMatchObject({ check: 'eyes_open', outcome: 'pass', limit: 0.69, reason: null });
  });

  it('are open when they are narrow: the iris shows clearly', () => {
    expect(open({ person, openings: [0.055, 0.058] })).toMatchObject({ outcome: 'pass' });
  });

  it('are closed when the lids cover the iris', () => {
    const finding = open({ person, openings: [0.012, 0.012], paint: lidsDown(person, [RIGHT_EYE_OUTLINE, LEFT_EYE_OUTLINE]) });
    expect(finding).toMatchObject({ outcome: 'warning', aspect: 'both', reason: 'features_not_visible' });
    expect(finding.evidence).toHaveLength(2);
  });

  it('are half closed when part of what the mesh takes for an opening is lid and lashes', () => {
    for (const eyes of [[RIGHT_EYE_OUTLINE, LEFT_EYE_OUTLINE], [LEFT_EYE_OUTLINE]]) {
      const openings = [0.065, 0.065] as const;
      expect(open({ person, openings })).toMatchObject({ outcome: 'pass' });
      const finding = open({ person, openings, paint: halfDown(person, eyes) });
      expect(finding.outcome).toBe('warning');
      expect(finding.evidence).toHaveLength(eyes.length);
    }
  });

  it('are as open with a pale iris as with a dark one, and on a small picture', () => {
    const { measured } = open({ person });
    for (const other of [{ iris: [92, 102, 108] as const }, { width: 357, height: 500 }]) {
      expect(Math.abs(open({ person, ...other }).measured! - measured!)).toBeLessThan(0.1);
    }
  });

  it('are judged by the worse one', () => {
    const finding = open({ person, openings: [0.08, 0.01], paint: lidsDown(person, [LEFT_EYE_OUTLINE]) });
    expect(finding).toMatchObject({ outcome: 'warning', aspect: 'one' });
    expect(finding.evidence).toHaveLength(1);
    const [place] = finding.evidence!;
    // the person's left is to the right in the picture
    if (place?.kind !== 'outline') throw new Error('no outline');
    expect(Math.min(...place.points.map(([across]) => across))).toBeGreaterThan(0.5);
  });

  it('are clearly visible', () => {
    expect(visible({ person })).toMatchObject({ check: 'eyes_visible', outcome: 'pass', reason: null });
  });

  it('are hidden by dark lenses, and less so by tinted ones', () => {
    expect(visible({ person, ...lenses([15, 15, 15], 0.95) })).toMatchObject({ outcome: 'warning', aspect: 'dark' });
    expect(visible({ person, ...lightThrough([0.15, 0.15, 0.16]) })).toMatchObject({ outcome: 'warning', aspect: 'dark' });
    expect(visible({ person, ...lightThrough([0.4, 0.33, 0.25]) })).toMatchObject({ outcome: 'warning', aspect: 'tinted' });
    expect(visible({ person, ...lightThrough([0.28, 0.36, 0.31]) })).toMatchObject({ outcome: 'warning', aspect: 'tinted' });
    expect(visible({ person, ...lightThrough([0.96, 0.95, 0.94]) })).toMatchObject({ outcome: 'pass' });
  });

  it('are visible through clear lenses', () => {
    expect(visible({ person, ...lenses([255, 255, 255], 0.05) })).toMatchObject({ outcome: 'pass' });
  });

  it('are covered by a patch of any colour, also of their own', () => {
    for (const colour of [[240, 240, 236], [42, 36, 32], PEOPLE[person].skin] as const) {
      const finding = visible({ person, ...lenses(colour, 1, [LEFT_EYE_OUTLINE]) });
      expect(finding).toMatchObject({ outcome: 'warning', aspect: 'covered', reason: 'features_not_visible' });
      expect(finding.evidence).toHaveLength(1);
    }
  });

  it('are red from a flash, not from being brown', () => {
    expect(visible({ person, iris: [190, 30, 30] })).toMatchObject({ outcome: 'warning', aspect: 'red', unit: 'share' });
    expect(visible({ person, iris: [95, 62, 40] })).toMatchObject({ outcome: 'pass' });
  });
});

it('an eye that looks nearly closed is said to look so, with the range that is not sure', () => {
  const halfway = open({ openings: [0.048, 0.048] });
  expect(halfway).toMatchObject({ outcome: 'warning', aspect: 'nearly', band: [0.62, 0.8] });
});

it('a patch is found wherever the mesh lays the eye on it: its edge is no eye', () => {
  const scene = faceScene({
    paint: (canvas, { mesh }) => {
      const [x, y] = middleOf(outline(mesh, LEFT_EYE_OUTLINE));
      canvas.fill(ellipse(x, y + 12, 42, 30), [42, 36, 32]);
    },
  });
  expect(checkEyesVisible(scene)[0]).toMatchObject({ outcome: 'warning', aspect: 'covered' });
});

it('lids that are down in the dark of lashes are closed eyes, no tinted lenses', () => {
  const eyes = [RIGHT_EYE_OUTLINE, LEFT_EYE_OUTLINE];
  const scene = faceScene({
    person: 'light',
    openings: [0.02, 0.02],
    paint: (canvas, face) => {
      for (const eye of eyes) {
        const [x, y] = middleOf(outline(face.mesh, eye));
        canvas.fill(ellipse(x, y, 50, 34), PEOPLE.light.skin.map((value) => value * 0.52) as unknown as Colour);
        canvas.fill(ellipse(x, y, 30, 3), [30, 22, 20]);
      }
    },
  });
  expect(checkEyesVisible(scene)).toEqual([]);
  expect(checkEyesOpen(scene)[0]).toMatchObject({ outcome: 'warning', aspect: 'both' });
});

it('closed eyes are for one check to tell', () => {
  const scene = faceScene({ openings: [0.01, 0.01], paint: lidsDown('medium', [RIGHT_EYE_OUTLINE, LEFT_EYE_OUTLINE]) });
  expect(checkEyesVisible(scene)).toEqual([]);
});

it('without a face both are silent', () => {
  const empty = sceneWith(new Canvas(714, 1000, [243, 243, 243]).pixels());
  expect([...checkEyesOpen(empty), ...checkEyesVisible(empty)]).toEqual([]);
});

/** A lid with its lashes over the upper part of the eye, down to the middle of the iris; the mesh does not notice. */
function halfDown(person: Person, eyes: readonly (typeof RIGHT_EYE_OUTLINE | typeof LEFT_EYE_OUTLINE)[]) {
  return (canvas: Canvas, { mesh }: Face) => {
    for (const eye of eyes) {
      const polygon = outline(mesh, eye);
      const [x, y] = middleOf(polygon);
      canvas.fill(box(x - 60, y - 20, 120, 14), PEOPLE[person].skin);
      canvas.fill(box(x - 60, y - 6, 120, 6), [30, 22, 20], polygon);
    }
  };
}

/** Skin over the eye, with the lashes' line in the middle of it. */
function lidsDown(person: Person, eyes: readonly (typeof RIGHT_EYE_OUTLINE | typeof LEFT_EYE_OUTLINE)[]) {
  return (canvas: Canvas, { mesh }: Face) => {
    for (const eye of eyes) {
      const polygon = outline(mesh, eye);
      const [x, y] = middleOf(polygon);
      canvas.fill(ellipse(x, y, 45, 22), PEOPLE[person].skin);
      canvas.fill(grown(polygon, 1.1, 1), [30, 22, 20]);
    }
  };
}
