import { checkPose } from '../../../src/photos/checks/pose.js';
import { Canvas } from '../canvas.js';
import { faceScene, sceneWith } from '../scenes.js';

describe('pose', () => {
  it('passes an upright head, and says its largest turn', () => {
    const [finding] = checkPose(faceScene({ pose: { yaw: 2, pitch: 6, roll: -1 } }));
    expect(finding).toMatchObject({ outcome: 'pass', measured: 6, limit: 15, unit: '°', reason: null });
    expect(finding).not.toHaveProperty('aspect');
  });

  it.each([
    ['roll', { roll: -12 }, 12, 7],
    ['yaw', { yaw: 14, roll: 2 }, 14, 10],
    ['pitch', { pitch: -21 }, 21, 15],
  ] as const)('warns of too much %s to either side', (aspect, pose, measured, limit) => {
    const [finding] = checkPose(faceScene({ pose }));
    expect(finding).toMatchObject({ check: 'pose', aspect, outcome: 'warning', measured, limit, reason: 'other' });
    expect(finding?.evidence).toEqual([{ kind: 'points', points: expect.arrayContaining([[expect.closeTo(0.5, 2), expect.any(Number)]]) }]);
  });

  it('says where it is not sure, and only there', () => {
    expect(checkPose(faceScene({ pose: { roll: 6.5 } }))[0]).toMatchObject({ outcome: 'pass', band: [6, 8] });
    expect(checkPose(faceScene({ pose: { roll: 7.5 } }))[0]).toMatchObject({ outcome: 'warning', band: [6, 8] });
    expect(checkPose(faceScene({ pose: { roll: 9 } }))[0]).not.toHaveProperty('band');
  });

  it('is silent without a face', () => {
    expect(checkPose(sceneWith(new Canvas(714, 1000, [243, 243, 243]).pixels()))).toEqual([]);
  });
});
