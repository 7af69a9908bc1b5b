import { Translator } from '../../src/language/translator.js';
import type { Finding } from '../../src/photos/finding.js';
import { markedFindings } from '../../src/photos/finding-marks.js';

const a = (given: Partial<Finding> & Pick<Finding, 'check'>): Finding => ({
  outcome: 'warning',
  measured: 1,
  limit: 2,
  unit: '',
  reason: 'other',
  ...given,
});
const BOX = { kind: 'box', left: 0.25, top: 0.5, width: 0.5, height: 0.1 } as const;
const words = new Translator();
const marked = (...findings: Finding[]) => markedFindings(findings, words, 'en');

describe('findings on the picture', () => {
  it('says whether every check passed', () => {
    const good = a({ check: 'sharpness', outcome: 'pass', reason: null });
    expect(marked(good, a({ check: 'glare', outcome: 'pass', reason: null })).allPassed).toBe(true);
    expect(marked(good, a({ check: 'neutral', outcome: 'information' })).allPassed).toBe(false);
    expect(marked().allPassed).toBe(false);
  });

  it('says above them that nothing warns, not that all is well, where there is something to know', () => {
    const good = a({ check: 'sharpness', outcome: 'pass', reason: null });
    const smile = a({ check: 'neutral', outcome: 'information' });
    expect([marked(good).lead, marked(good, smile).lead, marked(smile, a({ check: 'exposure_over' })).lead]).toEqual([
      'pass',
      'information',
      'warn',
    ]);
    expect(marked(good, a({ check: 'file_size', outcome: 'must_fix' })).lead).toBe('refuse');
  });

  it('numbers what does not pass and has a place, in the order of the list', () => {
    const { findings, marks } = marked(
      a({ check: 'sharpness' }),
      a({ check: 'exposure_over', evidence: [BOX] }),
      a({ check: 'exposure_dark', evidence: [BOX], outcome: 'information' }),
      a({ check: 'file_size', evidence: [BOX], outcome: 'pass' }),
    );
    expect(findings.map(({ mark }) => mark)).toEqual([null, 1, 2, null]);
    expect(marks.map(({ number, name }) => [number, name])).toEqual([
      [1, 'Mark 1: part of the face looks washed out'],
      [2, 'Mark 2: the photo looks too dark'],
    ]);
  });

  it('draws boxes and outlines as lines, points as dots', () => {
    const outline = {
      kind: 'outline',
      points: [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
    } as const;
    const points = { kind: 'points', points: [[0.1, 0.2]] } as const;
    const { marks } = marked(a({ check: 'exposure_over', evidence: [BOX, outline, points] }));
    expect(marks[0]).toMatchObject({ path: 'M250 700L750 700L750 840L250 840ZM0 0L1000 0L1000 1400Z', dots: [{ x: 100, y: 280 }] });
  });

  it('keeps every number on the picture and off the others', () => {
    const corner = { kind: 'box', left: -0.2, top: -0.2, width: 1.4, height: 1.4 } as const;
    const { marks } = marked(
      ...(['exposure_over', 'exposure_dark', 'sharpness', 'file_size'] as const).map((check) => a({ check, evidence: [corner] })),
    );
    for (const [index, { circle }] of marks.entries()) {
      expect([circle.x >= 54, circle.y >= 54, circle.x <= 946, circle.y <= 1346]).toEqual([true, true, true, true]);
      for (const other of marks.slice(0, index)) {
        expect(Math.hypot(circle.x - other.circle.x, circle.y - other.circle.y)).toBeGreaterThanOrEqual(108);
      }
    }
  });

  it('leaves the dots of a finding in sight beside its number', () => {
    const points = { kind: 'points', points: [[0.5, 0.4] as const, [0.7, 0.4] as const] } as const;
    const [mark] = marked(a({ check: 'exposure_over', evidence: [points] })).marks;
    for (const dot of mark!.dots) expect(Math.hypot(mark!.circle.x - dot.x, mark!.circle.y - dot.y)).toBeGreaterThanOrEqual(54 + 16);
  });

  it('says all of it in the picture’s alternative', () => {
    expect(marked(a({ check: 'sharpness' }), a({ check: 'exposure_over', evidence: [BOX] })).alt).toBe(
      'The framed photo in black and white. Mark 1: part of the face looks washed out. In no one place: the photo looks blurred.',
    );
    expect(marked(a({ check: 'sharpness', outcome: 'pass' })).alt).toBe('The framed photo in black and white. We found no problem.');
  });

  it('says where a measure is not sure, with units as each language writes them', () => {
    const unsure = a({ check: 'exposure_over', measured: 0.031, limit: 0.03, unit: 'share', band: [0.025, 0.035] });
    expect(marked(unsure).findings[0]?.figures).toMatch(/3\.1%.* Between 2\.5% and 3\.5% we can’t be sure\.$/);
    expect(markedFindings([unsure], words, 'fr').findings[0]?.figures).toMatch(
      /3,1\u00a0%.* Entre 2,5\u00a0% et 3,5\u00a0%, la mesure n’est pas certaine\.$/,
    );
  });
});
