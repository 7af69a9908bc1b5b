import type { Language } from '../language/language.js';
import { writtenUci } from '../privacy/normalise.js';
import { countryName } from './countries.js';
import type { PersonFacts } from './person.entity.js';

/** The facts on file as people read them: countries by name, the UCI with its dashes. */
export const shownFacts = (facts: PersonFacts, language: Language) => ({
  familyName: facts.familyName,
  givenNames: facts.givenNames,
  dateOfBirth: facts.dateOfBirth,
  placeOfBirth: facts.placeOfBirth,
  countryOfBirth: countryName(facts.countryOfBirth, language),
  sex: facts.sex,
  citizenship: countryName(facts.citizenship, language),
  uci: writtenUci(facts.uci),
});
