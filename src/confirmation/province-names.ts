import type { Language } from '../language/language.js';
import { PROVINCES, type Province } from './postal-address.js';

const NAMES: Record<Province, Record<Language, string>> = {
  AB: { en: 'Alberta', fr: 'Alberta' },
  BC: { en: 'British Columbia', fr: 'Colombie-Britannique' },
  MB: { en: 'Manitoba', fr: 'Manitoba' },
  NB: { en: 'New Brunswick', fr: 'Nouveau-Brunswick' },
  NL: { en: 'Newfoundland and Labrador', fr: 'Terre-Neuve-et-Labrador' },
  NS: { en: 'Nova Scotia', fr: 'Nouvelle-Écosse' },
  NT: { en: 'Northwest Territories', fr: 'Territoires du Nord-Ouest' },
  NU: { en: 'Nunavut', fr: 'Nunavut' },
  ON: { en: 'Ontario', fr: 'Ontario' },
  PE: { en: 'Prince Edward Island', fr: 'Île-du-Prince-Édouard' },
  QC: { en: 'Quebec', fr: 'Québec' },
  SK: { en: 'Saskatchewan', fr: 'Saskatchewan' },
  YT: { en: 'Yukon', fr: 'Yukon' },
};

/** A province's or territory's name in a language. */
export const provinceName = (province: Province, language: Language): string => NAMES[province][language];

/** All of them to choose from, in the order of a language. */
export const provinceChoices = (language: Language): { value: Province; text: string }[] =>
  PROVINCES.map((value) => ({ value, text: provinceName(value, language) })).sort((one, other) =>
    one.text.localeCompare(other.text, language),
  );
