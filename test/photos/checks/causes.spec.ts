import { CAUSES, withCauses } from '../../../src/photos/checks/causes.js';
import { CHECKS, type CheckName, type Finding, type Outcome, verdict } from '../../../src/photos/finding.js';

const said = (check: CheckName, outcome: Outcome = 'warning', aspect?: string): Finding => ({
  check,
  ...(aspect === undefined ? {} : { aspect }),
  outcome,
  measured: null,
  limit: null,
  unit: '',
  reason: null,
});
const outcomes = (...findings: Finding[]) => withCauses(findings).map(({ check, outcome }) => `${check} ${outcome}`);

describe('causes and what follows from them', () => {
  it('what follows is told, as information that asks for nothing', () => {
    expect(outcomes(said('glare', 'warning', 'eye'), said('eyes_open'))).toEqual(['glare warning', 'eyes_open information']);
    expect(outcomes(said('exposure_dark'), said('background', 'warning', 'lightness'), said('background', 'pass'))).toEqual([
      'exposure_dark warning',
      'background information',
      'background pass',
    ]);
  });

  it('without the cause it is a warning of its own', () => {
    expect(outcomes(said('glare', 'pass'), said('eyes_open'))).toEqual(['glare pass', 'eyes_open warning']);
    expect(outcomes(said('glare', 'information'), said('eyes_open'))).toEqual(['glare information', 'eyes_open warning']);
  });

  it('what stays when the cause is gone is still a warning', () => {
    const stays = (cause: CheckName, causeAspect: string, check: CheckName, aspect?: string) =>
      expect(outcomes(said(cause, 'warning', causeAspect), said(check, 'warning', aspect))).toEqual([
        `${cause} warning`,
        `${check} warning`,
      ]);
    // a shining forehead hides no eye, and a head that leans to a side closes none
    stays('glare', 'skin', 'eyes_open');
    stays('glare', 'skin', 'eyes_visible', 'dark');
    stays('pose', 'roll', 'eyes_open', 'both');
    // a shadow or a thing on the wall is there in light of any colour
    stays('colour', '', 'background', 'shadow');
    stays('colour', '', 'background', 'evenness');
    stays('exposure_dark', '', 'background', 'shadow');
    // a head that is too large for the frame is why its top does not fit in, and not the other way round
    stays('centring', 'top', 'head_size', 'large');
    stays('centring', 'chin', 'mouth_closed');
    stays('face_visible', 'side', 'mouth_closed');
  });

  it('what must be fixed is never explained away', () => {
    expect(outcomes(said('rescan'), said('dimensions', 'must_fix'))).toEqual(['rescan warning', 'dimensions must_fix']);
  });

  it('the cause itself stays, whatever comes together: a photo with warnings never passes for it', () => {
    for (const { cause, aspects, explains, only } of CAUSES) {
      for (const check of explains) {
        const [first, second] = [said(cause, 'warning', aspects?.[0]), said(check, 'warning', only?.[0])];
        expect(withCauses([first, second]).map(({ outcome }) => outcome)).toEqual(['warning', 'information']);
        expect(verdict(withCauses([first, second]))).toBe('warn');
        expect(CHECKS.indexOf(check)).toBeGreaterThan(-1);
      }
    }
    expect(verdict(withCauses(CHECKS.map((check) => said(check))))).toBe('warn');
  });

  it('nothing explains what explains it: a circle would leave no warning', () => {
    const reached = (from: CheckName, seen = new Set<CheckName>()): Set<CheckName> => {
      for (const { cause, explains } of CAUSES) {
        if (cause !== from) continue;
        for (const check of explains) if (!seen.has(check)) reached(check, seen.add(check));
      }
      return seen;
    };
    for (const { cause } of CAUSES) expect([cause, reached(cause).has(cause)]).toEqual([cause, false]);
  });
});
