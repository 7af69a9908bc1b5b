import { checkOneFace } from '../../../src/photos/checks/one-face.js';
import type { Scene } from '../../../src/photos/checks/scene.js';
import { Canvas } from '../canvas.js';
import { detectionAt, faceScene, sceneWith } from '../scenes.js';

/** The same scene, with more faces found. */
const withOthers = (scene: Scene, ...others: ReturnType<typeof detectionAt>[]): Scene => ({
  ...scene,
  analysis: { ...scene.analysis, detections: [...scene.analysis.detections, ...others] },
});

describe('one face', () => {
  it('passes with exactly one', () => {
    expect(checkOneFace(faceScene())).toEqual([{ check: 'one_face', outcome: 'pass', measured: 1, limit: 1, unit: '', reason: null }]);
  });

  it('says that there is none, without showing a place', () => {
    const [finding] = checkOneFace(sceneWith(new Canvas(714, 1000, [243, 243, 243]).pixels()));
    expect(finding).toMatchObject({ aspect: 'none', outcome: 'warning', measured: 0, reason: 'features_not_visible' });
    expect(finding?.evidence).toBeUndefined();
  });

  it('shows each of several faces', () => {
    const [finding] = checkOneFace(withOthers(faceScene(), detectionAt(20, 30, 150)));
    expect(finding).toMatchObject({ aspect: 'several', outcome: 'warning', measured: 2, reason: 'other' });
    expect(finding?.evidence).toHaveLength(2);
    expect(finding?.evidence?.[1]).toEqual({ kind: 'box', left: 0.028, top: 0.03, width: expect.closeTo(0.21, 2), height: 0.15 });
    // in ten thousandths, like every other place
    for (const number of JSON.stringify(finding?.evidence).match(/\d\.\d+/g) ?? []) expect(number.length).toBeLessThanOrEqual(6);
  });

  it('does not count a tiny one, as on a print or a button', () => {
    expect(checkOneFace(withOthers(faceScene(), detectionAt(300, 900, 40)))[0]).toMatchObject({ outcome: 'pass', measured: 1 });
  });
});
