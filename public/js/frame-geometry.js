/**
 * The sums of the photo editor for the browser: what a press or a drag does to the frame, and how the head sits in it.
 * The server has the last word with the same rules (src/photos/frame.ts, turned-box.ts, head-in-frame.ts); a test holds
 * both to the same answers. A frame is { left, top, width, angle } in whole pixels of the upright picture, turned
 * clockwise by so many degrees about its own centre.
 */
const { abs, atan2, ceil, cos, floor, hypot, max, min, PI, round, sin } = Math;
/** A millionth of a pixel is rounding, not outside. */
const ROUNDING = 1e-6;

export const frameHeight = (width) => 2 * floor((width * 7) / 10);
export const centreOf = ({ left, top, width }) => ({ x: left + width / 2, y: top + frameHeight(width) / 2 });
export const turned = ({ x, y }, degrees) => {
  const [c, s] = [cos((degrees * PI) / 180), sin((degrees * PI) / 180)];
  return { x: x * c - y * s, y: x * s + y * c };
};
const between = (a, b) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
/** The same direction between −180 (excluded) and 180 degrees, to a tenth. */
const wholeTurn = (angle) => {
  const turn = round(angle * 10) / 10;
  return turn - 360 * ceil((turn - 180) / 360) + 0;
};

/** How far a turned frame's corners reach from its centre. */
function reachOf(width, angle) {
  const [across, down] = [width / 2, frameHeight(width) / 2];
  const corners = [turned({ x: across, y: down }, angle), turned({ x: across, y: -down }, angle)];
  return { x: max(...corners.map(({ x }) => abs(x))), y: max(...corners.map(({ y }) => abs(y))) };
}

/** The rules for one picture. `numbers`: what the page says of it. */
export function rulesFor({ size, minWidth, max: most, limits, photoMm }) {
  function placedNear(wanted, width, angle) {
    const reach = reachOf(width, angle);
    const near = (at, half, from, side) => {
      const [lowest, highest] = [ceil(from - half - ROUNDING), floor(side - from - half + ROUNDING)];
      return lowest > highest ? null : min(max(round(at - half), lowest), highest) + 0;
    };
    const left = near(wanted.x, width / 2, reach.x, size.width);
    const top = near(wanted.y, frameHeight(width) / 2, reach.y, size.height);
    return left === null || top === null ? null : { left, top, width, angle };
  }

  function largest(angle) {
    const turn = wholeTurn(angle);
    const unit = reachOf(1000, turn);
    for (let width = floor(min(size.width / unit.x, size.height / unit.y) * 500) + 2; width >= minWidth; width--) {
      const frame = placedNear({ x: size.width / 2, y: size.height / 2 }, width, turn);
      if (frame) return frame;
    }
    return null;
  }

  /** The nearest frame inside the picture; null when none fits at this angle. */
  function keepInside(frame) {
    const angle = wholeTurn(frame.angle);
    const limit = largest(angle);
    return limit && placedNear(centreOf(frame), min(max(round(frame.width), minWidth), limit.width), angle);
  }

  /** Larger or smaller about the centre. */
  function resized(frame, width) {
    const asked = max(width, minWidth);
    const { x, y } = centreOf(frame);
    return keepInside({ ...frame, width: asked, left: x - asked / 2, top: y - frameHeight(asked) / 2 }) ?? frame;
  }

  /** What a button does, by so many pixels or degrees. */
  function moved(frame, act, by) {
    const { left, top, width, angle } = frame;
    if (act === 'larger') return resized(frame, width + by);
    if (act === 'smaller') return resized(frame, width - by);
    const change = {
      up: { top: top - by },
      down: { top: top + by },
      left: { left: left - by },
      right: { left: left + by },
      ccw: { angle: angle - by },
      cw: { angle: angle + by },
    };
    return keepInside({ ...frame, ...change[act] }) ?? frame;
  }

  /** Share of the height, and what is wrong, the worst first. */
  function headIn(head, frame) {
    const place = (point) => {
      const middle = centreOf(frame);
      const { x, y } = turned({ x: point.x - middle.x, y: point.y - middle.y }, -frame.angle);
      return { x: x / frame.width + 0.5, y: y / frameHeight(frame.width) + 0.5 };
    };
    const [crown, chin] = [place(head.crown), place(head.chin)];
    const share = hypot(head.chin.x - head.crown.x, head.chin.y - head.crown.y) / frameHeight(frame.width);
    const [right, left] = head.eyes ?? [];
    const middle = head.eyes ? place(between(right, left)) : between(crown, chin);
    const lean = head.eyes ? (atan2(left.y - right.y, left.x - right.x) * 180) / PI - frame.angle : 0;
    const large = share * photoMm > limits.millimetres[1];
    const is = {
      large,
      small: share * photoMm < limits.millimetres[0],
      top: !large && crown.y < limits.top,
      chin: !large && chin.y > limits.chin,
      left: middle.x < 0.5 - limits.aside,
      right: middle.x > 0.5 + limits.aside,
      leansLeft: lean < -limits.lean,
      leansRight: lean > limits.lean,
    };
    return { share, faults: Object.keys(is).filter((fault) => is[fault]) };
  }

  /** Pixels of the photo that comes out. */
  const outcome = ({ width }) => (width > most.width ? { ...most, reduced: true } : { width, height: frameHeight(width), reduced: false });

  return { largest, keepInside, resized, moved, headIn, outcome };
}
