import {
  clickedPoint,
  type pointsForm,
  POINTS_WIDTH,
  readPoint,
  type SentPoints,
  writePoint,
} from '../../src/photos/editor/frame-points.js';

const SIZE = { width: 2800, height: 4000 };
const SENT: SentPoints = { 'crown.x': '', 'crown.y': '', 'chin.x': '', 'chin.y': '', crown: '' } satisfies ReturnType<
  typeof pointsForm.parse
>;
const click = (sent: Partial<SentPoints>, known: Parameters<typeof clickedPoint>[2] = null) =>
  clickedPoint({ ...SENT, ...sent }, SIZE, known);

describe('two clicks without JavaScript', () => {
  it('no click is none', () => expect(click({})).toBeNull());

  it('a click is told in pixels of the picture, whatever is shown', () => {
    expect(POINTS_WIDTH).toBe(280);
    expect(click({ 'crown.x': '140', 'crown.y': '60' })).toEqual({ kind: 'crown', crown: { x: 1405, y: 605 } });
  });

  it('the second makes a head of both', () => {
    expect(click({ 'chin.x': '140', 'chin.y': '160', crown: '1405,605' })).toEqual({
      kind: 'head',
      head: { crown: { x: 1405, y: 605 }, chin: { x: 1405, y: 1605 }, eyes: null },
    });
  });

  it('eyes that lie between the points are kept, others are not', () => {
    const at = (y: number) => ({
      crown: { x: 0, y: 0 },
      chin: { x: 0, y: 1 },
      eyes: [
        { x: 1200, y },
        { x: 1600, y },
      ] as const,
    });
    const points = { 'chin.x': '140', 'chin.y': '160', crown: '1405,605' };
    expect(click(points, at(1000))).toMatchObject({ head: { eyes: at(1000).eyes } });
    expect(click(points, at(2000))).toMatchObject({ head: { eyes: null } });
  });

  it.each([
    [
      { 'crown.x': '0', 'crown.y': '0' },
      { kind: 'nothing', crown: null },
    ],
    [
      { 'chin.x': '0', 'chin.y': '0', crown: '100,100' },
      { kind: 'nothing', crown: { x: 100, y: 100 } },
    ],
    [
      { 'crown.x': 'abc', 'crown.y': '5' },
      { kind: 'nothing', crown: null },
    ],
    [
      { 'crown.x': '-4', 'crown.y': '5' },
      { kind: 'nothing', crown: null },
    ],
    [
      { 'crown.x': '281', 'crown.y': '5' },
      { kind: 'nothing', crown: null },
    ],
    [
      { 'crown.x': '5', 'crown.y': '401' },
      { kind: 'nothing', crown: null },
    ],
    [
      { 'chin.x': '140', 'chin.y': '160' },
      { kind: 'nothing', crown: null },
    ],
    [{ 'chin.x': '140', 'chin.y': '160', crown: '1400,1500' }, { kind: 'tooNear' }],
    [{ 'chin.x': '140', 'chin.y': '60', crown: '1400,1500' }, { kind: 'tooNear' }],
  ])('Enter, odd values and slips are no head: %j', (sent, clicked) => expect(click(sent)).toEqual(clicked));

  it('a point survives being written, and nothing else is one', () => {
    expect(readPoint(writePoint({ x: 12, y: 3999 }), SIZE)).toEqual({ x: 12, y: 3999 });
    for (const odd of ['', '1', '1,2,3', '-1,2', '2801,5', '5,4001', '1e3,5', ['1,2'], null, undefined, 7])
      expect(readPoint(odd, SIZE)).toBeNull();
  });
});
