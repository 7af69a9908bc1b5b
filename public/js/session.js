/**
 * Says before the session ends that it will, and lets the person stay (WCAG 2.2.1, PAGES.md 3.4). The dialog and its words are the
 * server's; without this file it stays shut, and the page names the end. All tabs of the browser follow one another. Nothing is ever
 * sent by itself.
 */
const dialog = document.getElementById('session-dialog');
const { left, last, warn, language, signOut } = dialog.dataset;
// the wall clock, not the page's own: that one stands still while a computer sleeps
const begun = Date.now();
let endsAt = begun + Number(left);
let lastAt = begun + Number(last);
let timer = 0;
let state = '';
let over = false;

const tabs = new BroadcastChannel('session');
const tell = (news) => tabs.postMessage(news);
tabs.addEventListener('message', ({ data }) => follow(data));
tell({ endsAt, lastAt });
document.addEventListener('visibilitychange', () => !document.hidden && look());
look();

/** Another tab was used, stayed, or found that the session is over. */
function follow({ out, endsAt: theirs, lastAt: theirLast, sentence, language: spoken }) {
  if (out) return signedOut();
  if (theirs > endsAt || theirLast > lastAt) {
    endsAt = theirs;
    lastAt = theirLast;
    if (sentence && spoken === language) say(sentence);
  }
  look();
}

/** Signed out in another tab: there is no session left to which anything could be kept. */
function signedOut() {
  clearTimeout(timer);
  over = true;
  show('out');
}

function look() {
  if (over) return;
  clearTimeout(timer);
  const remaining = endsAt - Date.now();
  if (remaining <= 0) return show('ended');
  if (remaining <= Number(warn)) {
    show(endsAt >= lastAt ? 'last' : 'ending');
    timer = setTimeout(look, remaining);
    return;
  }
  if (dialog.open) dialog.close();
  state = '';
  timer = setTimeout(look, remaining - Number(warn));
}

/** Each of its states opens the dialog once: who closed it is not asked again for the same. */
function show(next) {
  if (state === next) return;
  state = next;
  for (const part of dialog.querySelectorAll('[data-state]')) part.hidden = part.dataset.state !== next;
  const part = dialog.querySelector(`[data-state="${next}"]`);
  const [title, text] = [part.querySelector('h2'), part.querySelector('p')];
  title.id = `session-title-${next}`;
  text.id = `session-text-${next}`;
  dialog.setAttribute('aria-labelledby', title.id);
  dialog.setAttribute('aria-describedby', text.id);
  if (dialog.open) dialog.close(); // shown anew, it is read out anew, and the way back is still to where the person was
  dialog.showModal();
  part.querySelector('.btn').focus();
}

document.addEventListener('submit', ({ target }) => {
  if (new URL(target.action).pathname === signOut) tell({ out: true });
});
dialog.addEventListener('click', (event) => event.target.closest('[data-close]') && dialog.close());

dialog.querySelector('[data-state="ending"] form').addEventListener('submit', (event) => {
  event.preventDefault();
  stay(event.target);
});

async function stay(form) {
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' });
    if (!answer.ok) throw new Error(answer.type);
    const { left: more, last: most, sentence } = await answer.json();
    const now = Date.now();
    [endsAt, lastAt] = [now + more, now + most];
    say(sentence);
    tell({ endsAt, lastAt, sentence, language });
  } catch {
    endsAt = 0; // over already, or out of reach: what was typed can still be kept
  }
  look();
}

function say(sentence) {
  const place = document.querySelector('[data-session-ends]');
  if (place) place.textContent = sentence;
}
