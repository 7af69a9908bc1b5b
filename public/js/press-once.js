/**
 * Some press every button twice. Of two presses within a moment only the first sends the form: by the second the browser would break off the
 * answer to the first, and the portal would be asked for the same again. Later presses count: an answer may have been a file, or been lost.
 */
const MOMENT = 1500;
let last = { button: null, at: -MOMENT };

document.addEventListener('submit', (event) => {
  if (event.defaultPrevented) return; // a script of the page does its own
  const { submitter: button, timeStamp: at } = event;
  if (button === last.button && at - last.at < MOMENT) event.preventDefault();
  else last = { button, at };
});
