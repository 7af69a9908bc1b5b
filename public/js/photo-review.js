/**
 * Single keys for the review of photos (WCAG 2.1.4: they can be turned off, and do nothing in a field). A key presses the button that
 * the page has; nothing works here that does not work without it.
 */
const keys = document.getElementById('keys');
const on = keys ? keys.dataset.keys === 'on' : true;
const reasons = [...document.querySelectorAll('input[name=reasons]')];
/** A second press meant for the page before must not decide on a photo that nobody has seen. */
const SETTLED = 600;
const shownAt = performance.now();

if (keys) keys.hidden = false;
if (on) {
  for (const button of document.querySelectorAll('[data-key]')) button.after(' ', keyOf(button.dataset.key.toUpperCase()));
  for (const [index, box] of reasons.entries()) box.labels[0]?.prepend(keyOf(String(index + 1)));
  document.addEventListener('keydown', press);
}

/** The key beside its button; a screen reader hears the list of keys instead. */
function keyOf(name) {
  const key = document.createElement('kbd');
  key.textContent = name;
  key.setAttribute('aria-hidden', 'true');
  return key;
}

function press(event) {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTyping(event.target)) return;
  if (document.querySelector('dialog[open]')) return; // it asks something else
  const key = event.key.toLowerCase();
  const reason = /^[1-9]$/.test(key) ? reasons[Number(key) - 1] : undefined;
  if (reason) {
    event.preventDefault();
    reason.click();
    reason.focus();
    return;
  }
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!button) return;
  event.preventDefault();
  if (key === 'r' && !reasons.some((box) => box.checked)) return reasons[0]?.focus();
  if (key === 'u' || isSeen()) button.click();
}

/** A click on the photo marks one of its nine places, as the list does. */
const mark = document.querySelector('select[name=mark]');
document.getElementById('photo')?.addEventListener('click', (event) => {
  if (!mark) return;
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
  const third = (at, side) => Math.min(2, Math.max(0, Math.floor((3 * at) / side)));
  // the first of the list is "no place"
  mark.selectedIndex = 1 + 3 * third(event.clientY - top, height) + third(event.clientX - left, width);
});

const isTyping = (target) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])'));

function isSeen() {
  const photo = document.getElementById('photo');
  return performance.now() - shownAt > SETTLED && (!photo || photo.complete);
}
