import type { Language } from '../language/language.js';

/** ISO 3166-1 alpha-2. */
export const COUNTRY_CODES = (
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI ' +
  'CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ ' +
  'GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS ' +
  'LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG ' +
  'PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK ' +
  'TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
).split(' ');

/** Somebody without any citizenship: a user-assigned code of the standard. */
export const STATELESS = 'XX';
const STATELESS_NAMES: Record<Language, string> = { en: 'Stateless', fr: 'Apatride' };

const names = (language: Language, style: 'long' | 'short') => new Intl.DisplayNames(`${language}-CA`, { type: 'region', style });
const NAMES: Record<Language, Intl.DisplayNames> = { en: names('en', 'long'), fr: names('fr', 'long') };
const SHORT_NAMES: Record<Language, Intl.DisplayNames> = { en: names('en', 'short'), fr: names('fr', 'short') };
/** Long, these carry a second country's name or an administration's title. */
const BETTER_SHORT = ['HK', 'MO', 'PS'];

/** "Côte d’Ivoire"; "Stateless" or « Apatride » for `XX`. */
export function countryName(code: string, language: Language): string {
  if (code === STATELESS) return STATELESS_NAMES[language];
  const name = (BETTER_SHORT.includes(code) ? SHORT_NAMES : NAMES)[language].of(code) ?? code;
  return (name.charAt(0).toLocaleUpperCase(language) + name.slice(1)).replace(/'/g, '’');
}

export interface CountryChoice {
  readonly value: string;
  readonly text: string;
}

const sorted = (language: Language): readonly CountryChoice[] =>
  COUNTRY_CODES.map((value) => ({ value, text: countryName(value, language) })).sort((one, other) =>
    one.text.localeCompare(other.text, `${language}-CA`),
  );
const CHOICES: Record<Language, readonly CountryChoice[]> = { en: sorted('en'), fr: sorted('fr') };

/** Every country, in the order of its names. */
export const countryChoices = (language: Language): CountryChoice[] => [...CHOICES[language]];

/** The same with "Stateless" at the end. */
export const citizenshipChoices = (language: Language): CountryChoice[] => [
  ...CHOICES[language],
  { value: STATELESS, text: STATELESS_NAMES[language] },
];

export const isCountry = (code: string): boolean => COUNTRY_CODES.includes(code);
