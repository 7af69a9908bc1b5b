import type { MailHalf } from './mail-half.js';

/** The plain part of a mail: the same words in the same order, for readers without HTML. */
export function mailText(first: MailHalf, second: MailHalf): string {
  const brand = [`${first.portal}\n${second.portal}`, `${first.unofficial} / ${second.unofficial}`];
  const foot = [`${first.disclaimer}\n${second.disclaimer}`];
  return [...brand, second.jump, ...half(first), ...half(second), RULE, ...foot].join('\n\n').concat('\n');
}

const RULE = '-'.repeat(40);

function half({ heading, before, facts, button, after, closing, check }: MailHalf): string[] {
  return [
    RULE,
    heading,
    ...before,
    ...(facts.length > 0 ? [facts.map(({ label, text }) => `${label}\n    ${text}`).join('\n')] : []),
    ...(button ? [`${button.text}\n${button.address}`] : []),
    ...after,
    closing,
    ...(check ? [check] : []),
  ];
}
