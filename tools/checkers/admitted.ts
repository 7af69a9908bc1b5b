import type { Fault } from './checker.js';

/** What a checker says that is no fault here. */
interface Admitted {
  /** The rule, or the beginning of the message where a checker names no rules. */
  readonly rule: string;
  /** The markup that it is said of; of all where it is absent. */
  readonly markup?: RegExp;
  /** On pages of these routes alone. */
  readonly routes?: RegExp;
  readonly why: string;
}

const IBM: readonly Admitted[] = [
  {
    rule: 'aria_content_in_landmark',
    markup: /class="skip"/,
    why: 'the link past the header is the first thing on a page, before any landmark',
  },
  {
    rule: 'element_tabbable_visible',
    markup: /class="skip"/,
    why: 'a question: our probe of the focus (CONTROLS) sees the link once it has the focus',
  },
  { rule: 'style_focus_visible', why: 'a question: our probe of the focus gives it to each element and looks at the outline' },
  {
    rule: 'style_color_misuse',
    markup: /app\.css/,
    why: 'a question of each style sheet: forced colours and links told by colour alone are probed',
  },
  {
    rule: 'element_tabbable_unobscured',
    why: 'a question: the only thing that stays while a page scrolls is a photo beside its form, never over it',
  },
  { rule: 'aria_form_label_unique', markup: /^<form/, why: 'a form without a name is no landmark and has no role (HTML-AAM)' },
  { rule: 'aria_landmark_name_unique', markup: /^<form/, why: 'the same' },
  { rule: 'aria_keyboard_handler_exists', markup: /^<fieldset[^>]*role="radiogroup"/, why: 'its radio buttons are the browser’s own' },
  { rule: 'input_checkboxes_grouped', why: 'a question: each of these boxes signs or confirms one thing alone' },
  {
    rule: 'input_label_visible',
    markup: /^<textarea/,
    why: 'its label is there and seen: axe, html-validate and a screen reader (transcripts) find it',
  },
  { rule: 'input_label_visible', markup: /^<input[^>]* alt=/, why: 'a photo to click on is its own label, with its alternative text' },
  {
    rule: 'input_label_exists',
    markup: /id="(code|left|top|width|angle)"/,
    why: 'in a closed details, where the engine takes the label as hidden and the field as shown',
  },
  { rule: 'label_content_exists', markup: /for="tick-/, why: 'the label of a row’s box is read, and not seen: the row says it' },
  {
    rule: 'text_sensory_misuse',
    why: 'a question of words such as “right” or “top”: they say what is correct, where a head ends, or name a button with an arrow',
  },
  { rule: 'text_block_heading', why: 'a question: what a person reads of their case is a line, no heading' },
  { rule: 'text_quoted_correctly', routes: /^mailbox/, why: 'the sender’s name in the developers’ mailbox' },
];

const NU: readonly Admitted[] = [
  {
    rule: 'This document appears to be written in',
    routes: /^mailbox/,
    why: 'a mail in the other language is marked as such in the page around it',
  },
];

const ADMITTED = { ibm: IBM, nu: NU };

const used = new Set<Admitted>();

/** @returns whether what a checker says of some markup on a page of this route is known to be no fault */
export function isAdmitted(checker: keyof typeof ADMITTED, said: string, markup: string, route: string | null): boolean {
  const found = ADMITTED[checker].find(
    (one) => said.startsWith(one.rule) && (one.markup?.test(markup) ?? true) && (one.routes?.test(route ?? '') ?? true),
  );
  if (found) used.add(found);
  return found !== undefined;
}

/** After all pages: what is admitted and was never said, a line each. It hides the next real fault of its kind. */
export const neverSaid = (checker: keyof typeof ADMITTED): Fault[] =>
  ADMITTED[checker]
    .filter((one) => !used.has(one))
    .map(({ rule, markup, routes }) => ({
      what: `admitted, but never said: ${[rule, markup, routes].filter(Boolean).join(' ')}`,
      on: { language: 'en', path: 'tools/checkers/admitted.ts' },
    }));
