import type { PersonFacts } from '../cases/person.entity.js';
import type { PostalAddress } from '../confirmation/postal-address.js';
import type { SampleCase } from './sample-case.js';

/** Name, birth, place, country, sex, citizenship: as a row, so that the people can be read at a glance. */
type Row = readonly [string, string, string, string, string, 'F' | 'M' | 'X', string];
let last = 0;
const facts = ([givenNames, familyName, dateOfBirth, placeOfBirth, countryOfBirth, sex, citizenship]: Row): PersonFacts => ({
  givenNames,
  familyName,
  dateOfBirth,
  placeOfBirth,
  countryOfBirth,
  sex,
  citizenship,
  uci: String(1_100_000_000 + ++last),
});

const MONCTON: PostalAddress = { street: '18 Linden Row', extra: '', city: 'Moncton', province: 'NB', postalCode: 'E1C 4Z9' };
const HALIFAX: PostalAddress = { street: '402 Tidewatch Lane', extra: 'Unit 7', city: 'Halifax', province: 'NS', postalCode: 'B3J 2K9' };
const GATINEAU: PostalAddress = {
  street: '51, rue des Feuillages',
  extra: 'App. 4',
  city: 'Gatineau',
  province: 'QC',
  postalCode: 'J8X 3Y2',
};
const WINNIPEG: PostalAddress = { street: '77 Prairie Lantern Street', extra: '', city: 'Winnipeg', province: 'MB', postalCode: 'R3C 1A5' };
const BOX: PostalAddress = { street: 'PO Box 212', extra: '', city: 'Iqaluit', province: 'NU', postalCode: 'X0A 0H0' };

export const SAMPLE_CASES: readonly SampleCase[] = [
  {
    stage: 'invited',
    language: 'en',
    facts: facts(['Wren', 'Quillfeather', '1994-05-02', 'Porto', 'PT', 'F', 'PT']),
    daysAgo: [3],
    home: MONCTON,
    mailing: null,
    portrait: {},
  },
  {
    stage: 'replied',
    language: 'fr',
    facts: facts(['Anatole', 'Corneflûte', '1988-11-19', 'Liège', 'BE', 'M', 'BE']),
    daysAgo: [6, 1],
    home: GATINEAU,
    mailing: null,
    portrait: {},
  },
  {
    stage: 'temporary',
    language: 'en',
    facts: facts(['Ottoline', 'Saltmarsh', '1979-02-27', 'Galway', 'IE', 'F', 'IE']),
    daysAgo: [12, 9, 6],
    home: HALIFAX,
    mailing: null,
    portrait: {},
  },
  {
    stage: 'abroad',
    language: 'fr',
    facts: facts(['Mirabelle', 'Vandermoth', '1991-08-08', 'Gand', 'BE', 'F', 'BE']),
    daysAgo: [15, 13, 11, 10],
    home: GATINEAU,
    mailing: null,
    portrait: {},
    abroad: { country: 'BE', inDays: 24 },
  },
  {
    stage: 'signedIn',
    language: 'en',
    facts: facts(['Caspian', 'Brambleworth', '1985-12-30', 'Nairobi', 'KE', 'X', 'KE']),
    daysAgo: [10, 8, 7, 4],
    home: WINNIPEG,
    mailing: null,
    portrait: {},
  },
  {
    stage: 'declared',
    language: 'fr',
    facts: facts(['Ysolde', 'Pommelin', '1997-03-21', 'Lomé', 'TG', 'F', 'TG']),
    daysAgo: [14, 12, 10, 5, 3],
    home: GATINEAU,
    mailing: null,
    portrait: {},
  },
  {
    stage: 'addressed',
    language: 'en',
    facts: facts(['Idris', 'Thornapple', '1990-10-11', 'Tunis', 'TN', 'M', 'TN']),
    daysAgo: [18, 16, 14, 9, 8, 8],
    home: WINNIPEG,
    mailing: BOX,
    portrait: {},
  },
  {
    stage: 'photoWaiting',
    language: 'fr',
    facts: facts(['Séraphine', 'Brindelune', '1983-07-14', 'Antsirabé', 'MG', 'F', 'MG']),
    daysAgo: [21, 19, 18, 11, 10, 10, 2],
    home: GATINEAU,
    mailing: null,
    portrait: { skin: 'dark', hair: 'long' },
  },
  {
    stage: 'photoReturned',
    language: 'en',
    facts: facts(['Jun', 'Marrowfield', '1992-01-05', 'Sapporo', 'JP', 'M', 'JP']),
    daysAgo: [24, 22, 20, 12, 11, 11, 6, 1],
    home: HALIFAX,
    mailing: null,
    portrait: { skin: 'light', brightness: 0.62, background: '#c9c4b4' },
    returned: true,
    represented: 'paid',
  },
  {
    stage: 'photoAccepted',
    language: 'fr',
    facts: facts(['Théodule', 'Grangevent', '1976-09-29', 'Genève', 'CH', 'M', 'CH']),
    daysAgo: [28, 26, 25, 17, 16, 16, 12, 4, 3],
    home: GATINEAU,
    mailing: null,
    portrait: { skin: 'light', hair: 'short' },
    represented: 'unpaid',
  },
  {
    stage: 'cardRequested',
    language: 'en',
    facts: facts(['Amara', 'Foxhallow', '1995-06-17', 'Accra', 'GH', 'F', 'GH']),
    daysAgo: [35, 33, 31, 24, 23, 23, 20, 9, 8, 6],
    home: MONCTON,
    mailing: null,
    portrait: { skin: 'dark', hair: 'covered' },
  },
  {
    stage: 'cardPrinted',
    language: 'fr',
    facts: facts(['Noé', 'Sablevert', '1989-04-03', 'Oran', 'DZ', 'M', 'DZ']),
    daysAgo: [44, 42, 40, 33, 32, 32, 29, 18, 17, 15, 2],
    home: GATINEAU,
    mailing: null,
    portrait: { hair: 'short' },
  },
  {
    stage: 'cardMailed',
    language: 'en',
    facts: facts(['Leopold', 'Quenchwater', '1981-11-02', 'Kraków', 'PL', 'M', 'PL']),
    daysAgo: [58, 56, 55, 47, 46, 46, 43, 31, 30, 28, 19, 16],
    home: HALIFAX,
    mailing: BOX,
    portrait: { skin: 'light', hair: 'long' },
  },
  {
    stage: 'cardDelivered',
    language: 'en',
    facts: facts(['Solveig', 'Hartmoor', '1987-02-16', 'Tromsø', 'NO', 'F', 'NO']),
    daysAgo: [104, 102, 101, 93, 92, 92, 89, 77, 76, 74, 65, 62, 20],
    home: WINNIPEG,
    mailing: null,
    portrait: { skin: 'light', hair: 'short' },
  },
  {
    stage: 'cardCameBack',
    language: 'fr',
    facts: facts(['Ottavia', 'Belleroche', '1993-12-09', 'Lugano', 'CH', 'F', 'CH']),
    daysAgo: [66, 64, 63, 55, 54, 54, 51, 39, 38, 36, 27, 24, 3],
    home: GATINEAU,
    mailing: null,
    portrait: { hair: 'long' },
    cameBack: true,
  },
];
