import { checkCentring } from '../../../src/photos/checks/centring.js';
import { checkHeadSize } from '../../../src/photos/checks/head-size.js';
import { HEAD_HEIGHT_ERROR, headOf } from '../../../src/photos/measures/head.js';
import { Canvas } from '../canvas.js';
import { faceScene, type FaceWishes, sceneWith } from '../scenes.js';

const millimetres = (wishes: FaceWishes): number => {
  const { analysis, picture } = faceScene(wishes);
  return (headOf(analysis.face!, analysis.mask, picture).height / picture.height) * 70;
};
/** So large a face that its head measures so many millimetres. */
const sized = (wanted: number): FaceWishes => ({ size: (0.25 * wanted) / millimetres({ size: 0.25 }) });

describe('head size', () => {
  it('is the height of the head on a photo of 70 mm, from 31 to 36', () => {
    const [finding] = checkHeadSize(faceScene(sized(33.5)));
    expect(finding).toMatchObject({ check: 'head_size', outcome: 'pass', limit: [31, 36], unit: 'mm', reason: null });
    expect(finding?.measured).toBeCloseTo(33.5, 0);
    expect(finding).not.toHaveProperty('band');
  });

  it.each([
    [28, 'small'],
    [39, 'large'],
  ] as const)('warns at %i mm and draws the head from crown to chin', (wanted, aspect) => {
    const [finding] = checkHeadSize(faceScene(sized(wanted)));
    expect(finding).toMatchObject({ outcome: 'warning', aspect, reason: 'other' });
    expect(finding?.measured).toBeCloseTo(wanted, 0);
    const [line] = finding!.evidence!;
    if (line?.kind !== 'points') throw new Error('no points');
    const [crown, chin] = line.points;
    expect(((chin![1] - crown![1]) * 70) / finding!.measured!).toBeCloseTo(1, 1);
  });

  it('asks nothing where its error is larger than the fault, and says so', () => {
    const [finding] = checkHeadSize(faceScene(sized(36 * (1 + HEAD_HEIGHT_ERROR / 2))));
    expect(finding).toMatchObject({ outcome: 'information', aspect: 'large', reason: null });
    expect(finding?.band?.[0]).toBeLessThan(36);
    expect(finding?.band?.[1]).toBeGreaterThan(36);
  });
});

describe('centring', () => {
  it('passes a whole head in the middle', () => {
    const [finding, ...others] = checkCentring(faceScene());
    expect(finding).toMatchObject({ check: 'centring', outcome: 'pass', measured: 0, unit: 'share', reason: null });
    expect(others).toEqual([]);
  });

  it.each([0.36, 0.64])('warns when the eyes are at %f of the width', (across) => {
    const [finding] = checkCentring(faceScene({ eyesAt: [across, 0.46] }));
    expect(finding).toMatchObject({ outcome: 'warning', aspect: 'side', measured: 0.14, reason: 'other' });
    expect(finding?.evidence).toEqual([{ kind: 'points', points: [[expect.closeTo(across, 2), expect.closeTo(0.46, 2)]] }]);
  });

  it('warns of hair up to the edge, and of nothing else then', () => {
    const findings = checkCentring(faceScene({ eyesAt: [0.5, 0.2] }));
    expect(findings.map(({ aspect, outcome }) => [aspect, outcome])).toEqual([['top', 'warning']]);
  });

  it('warns of a chin too far down or beyond the edge', () => {
    for (const down of [0.66, 0.8]) {
      expect(checkCentring(faceScene({ eyesAt: [0.5, down] }))[0]).toMatchObject({ outcome: 'warning', aspect: 'chin' });
    }
  });

  it('tells two faults as two findings', () => {
    const aspects = checkCentring(faceScene({ eyesAt: [0.3, 0.7] })).map(({ aspect }) => aspect);
    expect(aspects).toEqual(['chin', 'side']);
  });

  it('is silent without a face', () => {
    const empty = sceneWith(new Canvas(714, 1000, [243, 243, 243]).pixels());
    expect([...checkCentring(empty), ...checkHeadSize(empty)]).toEqual([]);
  });
});
