/**
 * What the photo editor says of a frame: the same sentences as the server's (src/photos/frame-status.ts), made of the words
 * that the page brings along. Values stand in them as {share}.
 */
import { frameHeight } from './frame-geometry.js';

/** Where the frame has to go. */
const WAYS = { top: 'up', chin: 'down', left: 'left', right: 'right' };

/** `numbers` and `words`: from the page. */
export function speakerFor(numbers, words, rules) {
  const part = (name) => document.querySelector(`[data-part=${name}]`);
  const written = (number) => String(number).replace('-', '−').replace('.', words.decimal);
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const percent = (share) => filled(words.percent, { number: Math.round(share * 100) });

  /** About the head, the worst first, with a sign; and about the frame. `head` is null where none is known. */
  function sentences(frame) {
    const out = rules.outcome(frame);
    const inFrame = { width: frame.width, height: frameHeight(frame.width), newWidth: out.width, newHeight: out.height };
    const said = [filled(out.reduced ? words.reduced : words.kept, inFrame)];
    const degrees = written(Math.abs(frame.angle));
    if (frame.angle !== 0) said.push(filled(frame.angle > 0 ? words.turnedRight : words.turnedLeft, { degrees }));
    if (!numbers.head) return { head: null, frame: said };
    const { share, faults } = rules.headIn(numbers.head, frame);
    const value = { share: percent(share) };
    const good = filled(words.good, value);
    const several = words.several ? [words.several] : [];
    if (faults.length === 0) {
      return { head: [good, ...several, ...(several.length ? [] : [words.ready])], sign: several.length ? 'info' : 'done', frame: said };
    }
    const wrong = faults.map((fault) => filled(words[atItsEnd(fault, frame) ? numbers.ends[fault] : fault], value));
    const sized = faults.includes('large') || faults.includes('small') ? words.range : good;
    return { head: [...wrong, sized, ...several], sign: 'warn', frame: said };
  }

  /** Whether the frame can't follow any more: no larger one fits, or the picture itself ends there. */
  function atItsEnd(fault, frame) {
    if (fault === 'large') return frame.width >= rules.largest(frame.angle).width;
    if (fault === 'small') return frame.width <= numbers.minWidth;
    if (!(fault in WAYS)) return false;
    const next = rules.moved(frame, WAYS[fault], 1);
    return next.left === frame.left && next.top === frame.top;
  }

  /** Puts the sentences where the page announces them. */
  function tell(said) {
    say('frame', said.frame.join(' '));
    if (!said.head) return;
    const line = part('first').parentElement;
    if (line.className !== said.sign) {
      line.className = said.sign;
      line.querySelector('svg').replaceWith(document.getElementById(`sign-${said.sign}`).content.cloneNode(true));
    }
    const [first, ...more] = said.head;
    say('first', first);
    say('more', ` ${more.join(' ')}`);
  }

  /** Words that are there already are not said again. */
  function say(name, text) {
    if (part(name).textContent !== text) part(name).textContent = text;
  }

  return { written, sentences, tell };
}
