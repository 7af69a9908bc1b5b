/**
 * The photo editor by hand (PAGES.md 4). The page's form is the editor, and stays it: this only moves the same numbers in
 * the same fields by dragging, pinching and keys, and says at once what the server would say after a press. Without it,
 * or when it fails, nothing is missing. All words and numbers come from the page.
 */
import { centreOf, frameHeight, rulesFor, turned } from './frame-geometry.js';
import { speakerFor } from './frame-words.js';

const stage = document.querySelector('[data-editor]');
const form = document.getElementById('main-form');
const FIELDS = ['left', 'top', 'width', 'angle'];
/** Pixels of the picture for one arrow, and with Shift. */
const [STEP, FINE_STEP] = [10, 1];
/** Reading out waits until the hand rests. */
const QUIET = 400;

const keptPlaces = document.querySelectorAll('[data-js]');

if (stage && form) {
  const whole = new Image();
  whole.src = stage.dataset.whole;
  // The server's picture has the frame painted on; the one to drag on must be there first.
  whole.decode().then(
    () => begin(whole),
    () => {
      for (const place of keptPlaces) place.removeAttribute('data-js'); // nothing will come there
    },
  );
}

function begin(whole) {
  const numbers = JSON.parse(stage.dataset.editor);
  const words = JSON.parse(stage.dataset.words);
  const { size, strides, outline } = numbers;
  const rules = rulesFor(numbers);
  const { written, sentences, tell } = speakerFor(numbers, words, rules);
  const slider = document.getElementById('size');
  let frame = typed() ?? numbers.frame;
  let quiet = 0;

  // The one that came, not its address: that would be asked for again
  const image = stage.querySelector('img');
  for (const side of ['width', 'height']) whole.setAttribute(side, image.getAttribute(side));
  whole.alt = words.wholeAlt;
  image.replaceWith(whole);
  const veil = element('div', 'veil', stage);
  const hole = element('div', 'hole', veil);
  const grip = element('div', 'grip', stage);
  grip.tabIndex = 0;
  grip.setAttribute('role', 'group');
  grip.setAttribute('aria-label', words.group);
  grip.setAttribute('aria-describedby', 'drag');
  grip.append(headOutline());
  for (const corner of ['-1 -1', '1 -1', '1 1', '-1 1']) element('span', 'handle', grip).dataset.corner = corner;
  for (const place of keptPlaces) place.hidden = false;
  const live = document.querySelector('[data-part=live]');
  live.ariaHidden = 'true'; // the status below says it, once a gesture has ended

  function element(name, style, parent) {
    const made = document.createElement(name);
    made.className = style;
    parent.append(made);
    return made;
  }

  /** Where the head must be: drawn twice, white between black. */
  function headOutline() {
    const space = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(space, 'svg');
    svg.setAttribute('viewBox', '0 0 500 700');
    svg.setAttribute('aria-hidden', 'true');
    for (const style of ['b', 'w']) {
      const ellipse = document.createElementNS(space, 'ellipse');
      const down = (outline.height * 700) / 2;
      const values = { class: style, cx: 250, cy: outline.top * 700 + down, rx: down * outline.width, ry: down };
      for (const [name, value] of Object.entries(values)) ellipse.setAttribute(name, value);
      svg.append(ellipse);
    }
    return svg;
  }

  /** The frame in the form's fields, if it is one that may be. */
  function typed() {
    const [left, top, width, angle] = FIELDS.map((name) => {
      const text = form.elements[name].value.replace(/\s/g, '').replace(',', '.').replace('−', '-');
      return text === '' ? Number.NaN : Number(text);
    });
    const read = { left, top, width, angle };
    if (!Object.values(read).every(Number.isFinite)) return null;
    const kept = rules.keepInside(read);
    return kept && FIELDS.every((name) => kept[name] === read[name]) ? kept : null;
  }

  /** Draws the frame, and says it: beside the picture at once, to a screen reader when the hand rests. */
  function show() {
    const said = sentences(frame);
    for (const one of [hole, grip]) {
      one.style.left = `${(frame.left / size.width) * 100}%`;
      one.style.top = `${(frame.top / size.height) * 100}%`;
      one.style.width = `${(frame.width / size.width) * 100}%`;
      one.style.height = `${(frameHeight(frame.width) / size.height) * 100}%`;
      one.style.transform = `rotate(${frame.angle}deg)`;
    }
    slider.min = numbers.minWidth;
    slider.max = rules.largest(frame.angle)?.width ?? numbers.minWidth;
    slider.value = frame.width;
    slider.setAttribute('aria-valuetext', (said.head ?? said.frame)[0]);
    live.textContent = (said.head ?? said.frame)[0];
    clearTimeout(quiet);
    quiet = setTimeout(() => tell(said), QUIET);
  }

  function set(next) {
    if (!next) return;
    frame = next;
    for (const name of FIELDS) form.elements[name].value = written(frame[name]);
    show();
  }

  // By buttons: the same presses, without a new page
  form.addEventListener('click', (event) => {
    const act = event.target.closest('button[name=do]')?.value;
    if (!['up', 'down', 'left', 'right', 'larger', 'smaller', 'ccw', 'cw'].includes(act)) return;
    event.preventDefault();
    set(rules.moved(frame, act, act === 'cw' || act === 'ccw' ? strides.degrees : strides[form.elements.by.value]));
  });
  slider.addEventListener('input', () => set(rules.resized(frame, Number(slider.value))));
  // By numbers: what is no frame yet waits for "Update preview", which says why
  form.addEventListener('change', (event) => {
    const read = FIELDS.includes(event.target.name) && typed();
    if (read) set(read);
  });
  // A browser that comes back to this page may fill the fields as they were left
  window.addEventListener('pageshow', () => {
    const read = typed();
    if (read && FIELDS.some((name) => read[name] !== frame[name])) set(read);
  });

  // By keys
  grip.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const acts = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right', '+': 'larger', '=': 'larger', '-': 'smaller' };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    set(rules.moved(frame, act, event.shiftKey && event.key.startsWith('Arrow') ? FINE_STEP : STEP));
  });

  // By hand: one pointer moves the frame or pulls a corner, two pinch it
  const pointers = new Map();
  let from = null;
  const rest = () => {
    from = { frame, at: [...pointers.values()].map((pointer) => ({ ...pointer })) };
  };
  grip.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || pointers.size === 2) return;
    // Of a finger that is stopped here, Firefox tells no second one; the style of the frame keeps it from scrolling
    if (event.pointerType !== 'touch') event.preventDefault();
    grip.focus({ preventScroll: true });
    grip.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY, corner: event.target.dataset.corner });
    rest();
  });
  grip.addEventListener('pointermove', (event) => {
    const pointer = pointers.get(event.pointerId);
    if (!pointer) return;
    Object.assign(pointer, { x: event.clientX, y: event.clientY });
    const scale = size.width / stage.clientWidth;
    const now = [...pointers.values()];
    const middle = (all, name) => all.reduce((sum, one) => sum + one[name], 0) / all.length;
    const by = { x: (middle(now, 'x') - middle(from.at, 'x')) * scale, y: (middle(now, 'y') - middle(from.at, 'y')) * scale };
    if (now.length === 2) set(pinched(now, by));
    else if (pointer.corner) set(pulled(pointer.corner.split(' ').map(Number), by));
    else set(rules.keepInside({ ...from.frame, left: from.frame.left + by.x, top: from.frame.top + by.y }));
  });
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) {
    grip.addEventListener(name, (event) => pointers.delete(event.pointerId) && rest());
  }

  const around = (middle, width, angle) =>
    rules.keepInside({ left: middle.x - width / 2, top: middle.y - frameHeight(width) / 2, width, angle });

  function pinched(now, by) {
    const apart = ([one, other]) => Math.hypot(one.x - other.x, one.y - other.y) || 1;
    const { x, y } = centreOf(from.frame);
    return around({ x: x + by.x, y: y + by.y }, Math.round((from.frame.width * apart(now)) / apart(from.at)), from.frame.angle);
  }

  /** The corner follows the hand; the one across from it stays. */
  function pulled([across, down], by) {
    const { width, angle } = from.frame;
    const middle = centreOf(from.frame);
    const stays = turned({ x: (-across * width) / 2, y: (-down * frameHeight(width)) / 2 }, angle);
    const hand = turned(by, -angle);
    const wide = Math.max(width + across * hand.x, ((frameHeight(width) + down * hand.y) * 5) / 7, numbers.minWidth);
    const asked = Math.round(Math.min(wide, rules.largest(angle)?.width ?? width));
    const half = turned({ x: (across * asked) / 2, y: (down * frameHeight(asked)) / 2 }, angle);
    return around({ x: middle.x + stays.x + half.x, y: middle.y + stays.y + half.y }, asked, angle);
  }

  // A pinch on a trackpad comes as a turned wheel with Ctrl; a plain wheel scrolls the page as ever
  grip.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey || document.activeElement !== grip) return;
      event.preventDefault();
      set(rules.resized(frame, Math.round(frame.width * (1 - event.deltaY / 500))));
    },
    { passive: false },
  );

  show();
  // Of its own frame the server has said all, also how it came about: that stays until the frame changes
  if (FIELDS.every((name) => frame[name] === numbers.frame[name])) clearTimeout(quiet);
  document.documentElement.classList.add('js');
}
