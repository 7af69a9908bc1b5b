import type { Confirmation } from '../../confirmation/confirmation.entity.js';
import { stepNumber, STEPS, stepState } from '../../confirmation/confirmation.steps.js';
import { doubtfulAddresses } from '../../confirmation/doubtful-addresses.js';
import { addressLines } from '../../confirmation/postal-address.js';
import type { Language } from '../../language/language.js';
import type { Translator } from '../../language/translator.js';
import { titleOf } from '../finding-in-words.js';
import { frameOutcome } from '../frame/frame.js';
import type { PhotoAttempt } from '../photo-attempt.entity.js';
import { isDraft } from '../photo-attempt.states.js';
import { attemptTitle } from '../photo-step.js';

/** The answers as they stand, and what is still missing before they can be sent (PAGES.md 3.3). */
export function reviewInWords(confirmation: Confirmation, translator: Translator, language: Language) {
  const { person, homeAddress, mailingAddress, mailingAnswered, presenceDeclaredAt } = confirmation;
  const photo = confirmation.photo && isDraft(confirmation.photo.state) ? confirmation.photo : null;
  const declared = stepState('presence', confirmation) === 'fixed';
  return {
    person: { id: person.id, name: person.fullName },
    step: stepNumber('review'),
    steps: STEPS.length,
    ready: stepState('review', confirmation) === 'todo',
    missing: {
      presence: !declared,
      homeAddress: !homeAddress,
      mailingAddress: Boolean(homeAddress) && !mailingAnswered,
      photo: photo?.state !== 'ready',
    },
    presenceDeclaredAt: declared ? (presenceDeclaredAt ?? null) : null,
    homeLines: homeAddress ? addressLines(homeAddress) : [],
    doubtful: doubtfulAddresses(confirmation),
    mailing: { answered: mailingAnswered, lines: mailingAddress ? addressLines(mailingAddress) : [] },
    photo: photo ? photoInWords(photo, translator, language) : null,
  };
}

/** "First photo, 1800 by 2520 pixels, 1.9 MB" and its warnings by name. */
export function photoInWords(attempt: PhotoAttempt, translator: Translator, language: Language) {
  const { width, height } = frameOutcome(attempt.frame);
  return {
    id: attempt.id,
    version: attempt.version,
    state: attempt.state,
    phrase: attemptTitle(attempt.number),
    width,
    height,
    bytes: attempt.byteSize,
    warnings: attempt.warnings.map((finding) => capitalised(titleOf(finding, translator, language))),
  };
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
