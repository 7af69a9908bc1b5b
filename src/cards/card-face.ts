import type { Appearance, Person, PersonFacts } from '../cases/person.entity.js';

/** What a card says, as it was when the card went to print: a later change of the file changes no card (S13). */
export interface CardFace extends Pick<PersonFacts, 'familyName' | 'givenNames' | 'dateOfBirth' | 'sex' | 'citizenship'> {
  /** Asked in the reply; null where a reply did not ask yet. */
  readonly appearance: Appearance | null;
  /** The accepted photo; its file and frame are final (S30). */
  readonly photoId: string;
}

/** What goes on the card of a person whose photo was accepted. */
export const cardFace = ({ facts, appearance }: Pick<Person, 'facts' | 'appearance'>, photoId: string): CardFace => ({
  familyName: facts.familyName,
  givenNames: facts.givenNames,
  dateOfBirth: facts.dateOfBirth,
  sex: facts.sex,
  citizenship: facts.citizenship,
  appearance: appearance ?? null,
  photoId,
});
