import { crossValidate } from '../../bench/photo-eval/cross-validation.js';
import type { Portrait } from '../../bench/photo-eval/portraits.js';
import { crossValidationReport } from '../../bench/photo-eval/report.js';
import type { Trial } from '../../bench/photo-eval/trial.js';
import type { CheckName } from '../../src/photos/finding.js';

const portrait = (subject: number): Portrait => ({
  file: `compliant/${subject}.jpg`,
  subject: `${subject}`,
  kind: 'compliant',
  expected: [],
  group: '',
  truth: null,
  credit: '',
});
const trial = (subject: number, check: CheckName, measured: number | null, defect: string | null, expected: Trial['expected']): Trial => ({
  portrait: portrait(subject),
  defect,
  expected,
  findings: [{ check, outcome: 'pass', measured, limit: 0, unit: '', reason: null }],
  milliseconds: 100,
});
const PEOPLE = Array.from({ length: 20 }, (_, n) => n + 1);
const NONE = { mean: 0, from: 0, to: 0 };

it('where good and faulty lie apart in everybody, no half errs at the other', () => {
  const trials = PEOPLE.flatMap((n) => [
    trial(n, 'eyes_open', 1 + n / 100, null, null),
    trial(n, 'eyes_open', 0.9 + n / 100, 'glasses', 'none'),
    trial(n, 'eyes_open', 0.2 + n / 100, 'half', 'eyes_open'),
  ]);
  const [eyes, ...others] = crossValidate(trials);
  expect(others).toEqual([]);
  expect(eyes).toMatchObject({ check: 'eyes_open', people: 20, warned: NONE, missed: { half: NONE } });
  // in the middle between 0.91 to 0.95 and 0.36 to 0.4
  expect(eyes!.limits.mean).toBeGreaterThan(0.6);
  expect(eyes!.limits.mean).toBeLessThan(0.7);
  expect(crossValidate(trials)).toEqual([eyes]);
});

it('one person unlike all others is an error of the halves without them, whichever way a fault shows', () => {
  const trials = PEOPLE.flatMap((n) => [
    trial(n, 'mouth_closed', n === 1 ? 0.045 : 0.01, null, null),
    trial(n, 'mouth_closed', 0.05, 'ajar', 'mouth_closed'),
  ]);
  const [mouth] = crossValidate(trials);
  // one in ten of the half that has the person, nobody of the other
  expect(mouth!.warned.mean).toBeCloseTo(0.05, 9);
  expect(mouth!.warned).toMatchObject({ from: 0, to: 0.1 });
  expect(mouth!.missed).toEqual({ ajar: NONE });
  expect(crossValidationReport([mouth!])).toContain('5.0% [0.0%, 10.0%]');
});

it('says nothing of a check without faults, and passes over what could not be measured', () => {
  expect(crossValidate(PEOPLE.map((n) => trial(n, 'eyes_open', 1, null, null)))).toEqual([]);
  expect(crossValidate(PEOPLE.map((n) => trial(n, 'eyes_open', null, 'half', 'eyes_open')))).toEqual([]);
});
