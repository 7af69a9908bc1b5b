/**
 * Enlarges the picture in place, for officers' eyes. Without it the link to the picture in its real size does the same. The enlarged picture
 * is scrolled with the keyboard as well: its frame takes the focus.
 */
const STEPS = [1, 2, 4];
const frame = document.getElementById('zoom');
const acts = document.getElementById('zoom-acts');
const [smaller, larger] = ['out', 'in'].map((way) => acts?.querySelector(`[data-zoom=${way}]`));
const level = acts?.querySelector('output');
let step = 0;

if (frame && acts && smaller && larger && level) {
  acts.hidden = false;
  larger.addEventListener('click', () => show(step + 1));
  smaller.addEventListener('click', () => show(step - 1));
  show(0);
}

function show(wanted) {
  if (!(wanted in STEPS)) return;
  // what was in the middle stays in the middle
  const [x, y] = [
    (frame.scrollLeft + frame.clientWidth / 2) / frame.scrollWidth,
    (frame.scrollTop + frame.clientHeight / 2) / frame.scrollHeight,
  ];
  if (wanted > 0 && step === 0) frame.style.blockSize = `${frame.getBoundingClientRect().height}px`;
  step = wanted;
  frame.classList.toggle('enlarged', step > 0);
  frame.style.setProperty('--zoom', String(STEPS[step]));
  if (step === 0) {
    frame.style.blockSize = '';
    frame.removeAttribute('tabindex');
  } else {
    frame.tabIndex = 0;
    frame.scrollTo(x * frame.scrollWidth - frame.clientWidth / 2, y * frame.scrollHeight - frame.clientHeight / 2);
  }
  level.textContent = `×${STEPS[step]}`;
  // not `disabled`: a button that has the focus would lose it
  smaller.setAttribute('aria-disabled', String(step === 0));
  larger.setAttribute('aria-disabled', String(step === STEPS.length - 1));
}
