import type { Finding } from '../finding.js';
import { outlineOf } from '../measures/face-shape.js';
import { LEFT_EYE_OUTLINE, RIGHT_EYE_OUTLINE } from '../measures/mesh-points.js';
import { grown } from '../measures/polygon.js';
import { type Glare, measureGlare } from '../measures/specular.js';
import { viewOf } from '../measures/view.js';
import { answer } from './answer.js';
import { GLARE } from './limits.js';
import type { Scene } from './scene.js';

/** No reflection hides skin or an eye (S17: glare). Share of the face's area of the largest one. */
export function checkGlare(scene: Scene): Finding[] {
  if (scene.analysis.face === null) return [];
  const view = viewOf(scene);
  const seen = GLARE.map((level) => ({ ...level, found: measureGlare(view, level) }));
  const { found, limit, band } = seen.reduce((one, other) => (other.found.share / other.limit > one.found.share / one.limit ? other : one));
  const about = { check: 'glare', fails: found.share > limit, measured: found.share, limit, band, unit: 'share', reason: 'glare' } as const;
  if (found.box === null) return [answer(about)];
  return [
    answer({ ...about, aspect: overAnEye(scene, found.box) ? 'eye' : 'skin', evidence: [{ kind: 'box', ...inTenThousandths(found.box) }] }),
  ];
}

/** Whether its box and that of an eye, glasses' rims included, meet. */
function overAnEye({ analysis: { face }, picture }: Scene, spot: NonNullable<Glare['box']>): boolean {
  if (face === null) return false;
  return [RIGHT_EYE_OUTLINE, LEFT_EYE_OUTLINE].some((points) => {
    const eye = grown(outlineOf(face, points), 1.3, 2.5);
    const [across, down] = [eye.map(([x]) => x / picture.width), eye.map(([, y]) => y / picture.height)];
    return (
      spot.left < Math.max(...across) &&
      spot.left + spot.width > Math.min(...across) &&
      spot.top < Math.max(...down) &&
      spot.top + spot.height > Math.min(...down)
    );
  });
}

const inTenThousandths = ({ left, top, width, height }: NonNullable<Glare['box']>): NonNullable<Glare['box']> => ({
  left: rounded(left),
  top: rounded(top),
  width: rounded(width),
  height: rounded(height),
});
const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;
