import { dimensionFinding, fileFindings } from '../../src/photos/checks/file-checks.js';
import { type Finding, inReadingOrder, verdict } from '../../src/photos/finding.js';
import { identifyPhoto } from '../../src/photos/file/photo-file.js';
import { findingInWords } from '../../src/photos/finding-in-words.js';
import { Translator } from '../../src/language/translator.js';
import { answer } from '../../src/photos/checks/answer.js';
import { jpegHeader } from './files.js';

const finding = (check: Finding['check'], outcome: Finding['outcome']): Finding => ({
  check,
  outcome,
  measured: null,
  limit: null,
  unit: '',
  reason: null,
});

describe('S24, S29: what the findings add up to', () => {
  it.each([
    ['pass', ['pass', 'information']],
    ['warn', ['pass', 'warning', 'information']],
    ['refuse', ['warning', 'must_fix', 'pass']],
    ['pass', []],
  ] as const)('%s of %j', (sum, outcomes) => expect(verdict(outcomes.map((outcome) => finding('glare', outcome)))).toBe(sum));

  it('tells the worst first, and the cause before what follows from it', () => {
    const order = inReadingOrder([
      finding('eyes_open', 'warning'),
      finding('file_type', 'pass'),
      finding('background', 'warning'),
      finding('exposure_dark', 'warning'),
      finding('neutral', 'information'),
      finding('dimensions', 'must_fix'),
    ]);
    expect(order.map(({ check }) => check)).toEqual(['dimensions', 'exposure_dark', 'background', 'eyes_open', 'neutral', 'file_type']);
  });
});

describe('a value near its limit', () => {
  const words = new Translator();
  const said = (given: Omit<Parameters<typeof answer>[0], 'fails' | 'reason'>, language: 'en' | 'fr' = 'en') =>
    findingInWords(answer({ ...given, fails: true, reason: 'other' }), words, language).figures;

  it('is told as finely as the limit, so that it does not look like it', () => {
    expect(answer({ check: 'glare', fails: true, measured: 0.00241, limit: 0.0023, unit: 'share', reason: 'glare' }).measured).toBe(0.0024);
    expect(said({ check: 'glare', aspect: 'skin', measured: 0.0024, limit: 0.0023, unit: 'share' })).toContain('0.24%. At most 0.23%');
    expect(said({ check: 'glare', aspect: 'skin', measured: 0.0024, limit: 0.0023, unit: 'share' }, 'fr')).toContain('0,24\u00a0%');
    expect(said({ check: 'sharpness', measured: 0.528, limit: 0.525, unit: '' })).toContain('0.528. At most 0.525');
    expect(said({ check: 'exposure_over', measured: 0.271, limit: 0.01, unit: 'share' })).toContain('27.1%. At most 1%');
  });
});

describe('S17: pixels of the framed picture', () => {
  it.each([
    [715, 1000, 'pass'],
    [714, 1000, 'must_fix'],
    [715, 999, 'must_fix'],
    [2000, 2800, 'pass'],
    [2001, 2800, 'must_fix'],
    [2000, 2801, 'must_fix'],
    [1000, 1390, 'must_fix'],
    [1000, 1391, 'pass'],
    [1000, 1409, 'pass'],
    [1000, 1411, 'must_fix'],
  ] as const)('%i × %i: %s', (width, height, outcome) => {
    const reason = outcome === 'pass' ? null : 'wrong_dimensions';
    expect(dimensionFinding({ width, height })).toMatchObject({ check: 'dimensions', outcome, reason, params: { width, height } });
  });
});

it('S17: where only the shape is wrong, the shape is what was measured', () => {
  expect(dimensionFinding({ width: 1000, height: 1000 })).toMatchObject({ measured: 1, limit: [0.7093, 0.7193], unit: '' });
  expect(dimensionFinding({ width: 1000, height: 999 })).toMatchObject({ measured: 999, limit: [1000, 2800], unit: 'px' });
});

describe('S17, S20: the file', () => {
  it('passes with its type and size', () => {
    const findings = fileFindings(identifyPhoto(jpegHeader(800, 1200)));
    expect(findings).toMatchObject([
      { check: 'file_type', outcome: 'pass', params: { type: 'jpeg' } },
      { check: 'file_size', outcome: 'pass', limit: 4_194_304, unit: 'bytes' },
    ]);
  });

  it.each([
    [Buffer.from('GIF89a'), { check: 'file_type', reason: 'other', params: { refusal: 'gif' } }],
    [Buffer.concat([jpegHeader(800, 1200), Buffer.alloc(4_194_304)]), { check: 'file_size', reason: 'file_too_large' }],
    [
      jpegHeader(20_000, 20_000),
      { check: 'dimensions', reason: 'wrong_dimensions', params: { refusal: 'tooManyPixels', pixels: 400_000_000 } },
    ],
  ])('%# is the one thing to fix', (bytes, expected) => {
    const findings = fileFindings(identifyPhoto(bytes));
    expect(findings).toMatchObject([{ outcome: 'must_fix', ...expected }]);
  });
});
