/** Everything a photo is judged by. Which program finds it out, pixel sums or a face engine, does not show in a finding. */
export const CHECKS = [
  // In this order they are told: what is wrong with the file, then causes before their consequences (a dark photo has a
  // dark background as well, a blurred one hides the eyes), then the face.
  'file_type',
  'file_size',
  'dimensions',
  'one_face',
  'rescan',
  'exposure_dark',
  'exposure_over',
  'sharpness',
  'compression',
  'colour',
  'lighting',
  'glare',
  'background',
  'pose',
  'head_size',
  'centring',
  'face_visible',
  'eyes_visible',
  'eyes_open',
  'mouth_closed',
  'neutral',
] as const;
export type CheckName = (typeof CHECKS)[number];

/** S24. Only type, size and pixels are ever `must_fix`: quality warns, and a person decides. From worst to best. */
export const OUTCOMES = ['must_fix', 'warning', 'information', 'pass'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** S17: the closed list of reasons for which a photo is returned. */
export const RETURN_REASONS = [
  'too_dark',
  'background_not_white',
  'features_not_visible',
  'glare',
  'wrong_dimensions',
  'file_too_large',
  'other',
] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];

/** A place in the framed picture: across and down, each a share (0 to 1) of its side. */
export type Place = readonly [across: number, down: number];

/** Where it shows, in shares of the framed picture's sides. `outline` is closed; `points` stand each for itself. */
export type Evidence =
  | { readonly kind: 'box'; readonly left: number; readonly top: number; readonly width: number; readonly height: number }
  | { readonly kind: 'outline'; readonly points: readonly Place[] }
  | { readonly kind: 'points'; readonly points: readonly Place[] };

/** One check's answer: what was measured, against which limit, and which reason for return it would lead to. */
export type Finding = {
  readonly check: CheckName;
  /** Which side of a check with several sides this is about; the words differ, the check is one. */
  readonly aspect?: string;
  readonly outcome: Outcome;
  readonly measured: number | null;
  /** One bound, or the lowest and the highest allowed value. Null where there is nothing to compare with. */
  readonly limit: number | readonly [number, number] | null;
  /** From which value to which this measure can't tell good from bad; only there when `measured` lies in it. */
  readonly band?: readonly [number, number];
  /** Of `measured`, `limit` and `band`: `bytes`, `px`, `mm`, `°`, `L*`, `C*`, `share`, or empty for a plain number. */
  readonly unit: string;
  /** Null when it passes. */
  readonly reason: ReturnReason | null;
  readonly evidence?: readonly Evidence[];
  /** Further values for the sentence about it, by the name the sentence gives them. */
  readonly params?: Readonly<Record<string, number | string>>;
};

/** S28, S29: `refuse` stops, `warn` asks for the acknowledgement as well, `pass` for the declaration alone. */
export type Verdict = 'pass' | 'warn' | 'refuse';

/** The worst outcome decides. Information never asks anything of the person. */
export function verdict(findings: readonly Finding[]): Verdict {
  if (findings.some((finding) => finding.outcome === 'must_fix')) return 'refuse';
  return findings.some((finding) => finding.outcome === 'warning') ? 'warn' : 'pass';
}

/** As a person should read them: the worst first, and among equals the cause before what follows from it. */
export const inReadingOrder = (findings: readonly Finding[]): Finding[] => [...findings].sort(byOutcomeThenCause);

const byOutcomeThenCause = (one: Finding, other: Finding): number =>
  OUTCOMES.indexOf(one.outcome) - OUTCOMES.indexOf(other.outcome) || CHECKS.indexOf(one.check) - CHECKS.indexOf(other.check);
