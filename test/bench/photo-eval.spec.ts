import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baselineOf, ofTheSameData, readBaseline, worsenings, writeBaseline } from '../../bench/photo-eval/baseline.js';
import { evaluate } from '../../bench/photo-eval/evaluation.js';
import { halfOf } from '../../bench/photo-eval/halves.js';
import { parseCsv, type Portrait, readPortraits, subjectOf } from '../../bench/photo-eval/portraits.js';
import { reportOf } from '../../bench/photo-eval/report.js';
import type { Trial } from '../../bench/photo-eval/trial.js';
import type { CheckName, Finding } from '../../src/photos/finding.js';

const folder = mkdtempSync(join(tmpdir(), 'photo-eval-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the data', () => {
  it('is read from the manifest, quotes and points included', () => {
    writeFileSync(
      join(folder, 'manifest.csv'),
      'file,licence,attribution,expected_fail,notes,ground_truth_px,ethnicity\n' +
        'compliant/007.jpg,CC-BY-4.0,A. Person,compliant,"a ""quoted"", note","{""crown"":[1,2],""chin"":[3,4]}",black\n' +
        'natural/raw_007_03.jpg,CC0,,neutral;background,,,\r\n' +
        'noface/cat.png,,,no_face,,,\n',
    );
    expect(readPortraits(folder, 'all', halfOf)).toEqual([
      {
        file: 'compliant/007.jpg',
        subject: '007',
        kind: 'compliant',
        expected: [],
        group: 'black',
        truth: { crown: [1, 2], chin: [3, 4] },
        credit: 'A. Person, CC-BY-4.0',
      },
      {
        file: 'natural/raw_007_03.jpg',
        subject: '007',
        kind: 'natural',
        expected: ['neutral', 'background'],
        group: '',
        truth: null,
        credit: 'CC0',
      },
      { file: 'noface/cat.png', subject: 'cat', kind: 'noface', expected: ['one_face'], group: '', truth: null, credit: '' },
    ]);
  });

  it('falls into two halves, all photos of a person into one', () => {
    const tuning = readPortraits(folder, 'tuning', halfOf);
    const heldOut = readPortraits(folder, 'held-out', halfOf);
    expect(tuning.length + heldOut.length).toBe(3);
    expect(tuning.map(({ subject }) => subject)).toEqual(['007', '007']);
    expect(subjectOf('natural/london_raw_008_03.jpg')).toBe('008');
    expect(subjectOf('natural/lisa1.jpg')).toBe('lisa1');
  });

  it('has cells with commas and line ends', () => {
    expect(parseCsv('a,"b,\nc"\n,\n')).toEqual([
      ['a', 'b,\nc'],
      ['', ''],
    ]);
  });
});

const portrait = (subject: string, group = 'any', kind: Portrait['kind'] = 'compliant', expected: CheckName[] = []): Portrait => ({
  file: `${kind}/${subject}.jpg`,
  subject,
  kind,
  expected,
  group,
  truth: null,
  credit: 'A. Person, CC-BY-4.0',
});
const warning = (check: CheckName): Finding => ({ check, outcome: 'warning', measured: 1, limit: 0, unit: '', reason: 'other' });
const trial = (of: Portrait, defect: string | null, expected: Trial['expected'], ...found: CheckName[]): Trial => ({
  portrait: of,
  defect,
  expected,
  findings: found.map(warning),
  milliseconds: 100,
});
/** The same, with a finding that asks nothing. */
const informed = (of: Trial, check: CheckName): Trial => ({
  ...of,
  findings: [...of.findings, { ...warning(check), outcome: 'information' }],
});

const one = portrait('1', 'black');
const two = portrait('2', 'white');
const trials = [
  trial(one, null, null),
  trial(two, null, null, 'pose'),
  trial(one, 'dark', 'exposure_dark', 'exposure_dark'),
  trial(two, 'dark', 'exposure_dark', 'background'),
  trial(one, 'clear_glasses', 'none'),
  trial(two, 'clear_glasses', 'none', 'glare'),
  trial(portrait('3', '', 'natural', ['background', 'pose']), null, null, 'background', 'glare'),
  informed(trial(portrait('4', '', 'natural', ['neutral']), null, null), 'neutral'),
];
const framing = [
  { portrait: one, headError: -0.02, complaints: [], truthMm: 33.5 },
  { portrait: two, headError: 0.01, complaints: ['centring' as const], truthMm: 37 },
];
const evaluation = evaluate('tuning', { trials, framing }, 400 * 1024 ** 2);

describe('the evaluation', () => {
  it('counts false returns, each check and all together', () => {
    expect(evaluation.falseReturns.pose).toMatchObject({ hits: 1, of: 2 });
    expect(evaluation.falseReturns.glare).toMatchObject({ hits: 0, of: 2 });
    expect(evaluation.anyFalseReturn).toMatchObject({ hits: 1, of: 2 });
  });

  it('misses a defect when neither its check nor an equal warns, and nothing may warn at “none”', () => {
    expect(evaluation.defects).toMatchObject([
      { defect: 'dark', missed: { hits: 1, of: 2 }, missedAt: ['2 (white)'], others: { background: 1 } },
      { defect: 'clear_glasses', missed: { hits: 1, of: 2 }, missedAt: ['2 (white)'], others: { glare: 1 } },
    ]);
  });

  it('compares groups by an exact test of one picture a person', () => {
    expect(evaluation.groups.any.rates).toMatchObject({ black: { hits: 0, of: 1 }, white: { hits: 1, of: 1 } });
    expect(evaluation.groups.any.p).toBeCloseTo(1, 6);
  });

  it('says how far heads are from the truth, and what the suggested frame makes of them', () => {
    expect(evaluation.head).toMatchObject({ measured: 2, mean: 0.015, max: 0.02 });
    expect(evaluation.suggested).toMatchObject({ framed: 2, passing: 1, withoutAnyFinding: 1, truthWithinLimits: 1 });
  });

  it('takes no frame, or no face in it, for no pass', () => {
    const lost = [
      { portrait: one, headError: null, complaints: ['dimensions' as const], truthMm: null },
      { portrait: two, headError: null, complaints: ['one_face' as const], truthMm: null },
    ];
    const without = evaluate('tuning', { trials, framing: lost }, 0);
    expect(without.suggested).toMatchObject({ framed: 2, passing: 0 });
    expect(worsenings(baselineOf(evaluation), baselineOf(without))).toEqual([
      ...['mean', 'p95', 'max'].map((key) => expect.stringContaining(`error of the head's height, ${key}`)),
      'suggested frames that do not pass: 1 before, 2 now',
    ]);
  });

  it('holds natural photos against their labels', () => {
    expect(evaluation.natural).toMatchObject([
      { found: ['background'], told: [], missed: ['pose'], besides: ['glare'] },
      { found: [], told: ['neutral'], missed: [], besides: [] },
    ]);
    expect(reportOf(evaluation)).toContain('of 3 labels 1 warn, 1 are told as information, 1 are missed');
  });

  it('names its half in the report', () => {
    expect(reportOf(evaluation)).toContain('The tuning half of the people: 2 good portraits, 8 pictures judged.');
    expect(reportOf({ ...evaluation, half: 'held-out' })).toContain('The held-out half');
  });

  it('names once whose pictures they are', () => {
    expect(evaluation.credits).toEqual(['A. Person, CC-BY-4.0']);
  });
});

describe('the baseline', () => {
  const now = baselineOf(evaluation);

  it('is kept for each half, and has nothing to say of others', () => {
    const file = join(folder, 'baseline.json');
    writeBaseline(file, 'tuning', now);
    expect(readBaseline(file, 'held-out')).toBeNull();
    writeBaseline(file, 'held-out', { ...now, portraits: 9 });
    expect(readBaseline(file, 'tuning')).toEqual(now);
    expect(readBaseline(join(folder, 'none.json'), 'tuning')).toBeNull();
  });

  it('finds nothing worse in the same figures, and each figure that is', () => {
    expect(worsenings(now, now)).toEqual([]);
    const worse = {
      ...now,
      falseReturns: { ...now.falseReturns, glare: 1 },
      missed: { ...now.missed, dark: 2 },
      head: { ...now.head, p95: now.head.p95 + 0.01 },
      suggestedPassing: 0,
    };
    expect(worsenings(now, worse)).toEqual([
      'good portraits warned by glare: 0 before, 1 now',
      'missed dark: 1 before, 2 now',
      `error of the head's height, p95: 0.02 before, 0.03 now`,
      'suggested frames that do not pass: 1 before, 2 now',
    ]);
    expect(worsenings(worse, now)).toEqual([]);
  });

  it('does not compare different data', () => {
    expect([now, { ...now, portraits: 9 }, { ...now, pictures: 9 }].map((other) => ofTheSameData(now, other))).toEqual([
      true,
      false,
      false,
    ]);
  });
});
