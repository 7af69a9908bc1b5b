import { BYTE_ORDER_MARK, csvRow } from '../../pages/csv-cell.js';
import { dayOf } from '../../language/formats.js';
import { CARD_EXPIRY_YEARS } from '../card.rules.js';
import type { CardFace } from '../card-face.js';
import { cardName } from '../card-name.js';
import { mrzLines } from '../mrz.js';
import { mrzCountry } from '../mrz-countries.js';
import type { WithdrawalReason } from './card-batch.rules.js';

/** What the printing facility prints, a card each. Withdrawn cards keep their line, and say since when and why, and nothing of the person. */
export interface ManifestRow {
  readonly position: number;
  readonly cardNumber: string;
  readonly status: 'print' | 'withdrawn';
  readonly familyName: string;
  readonly givenNames: string;
  readonly sex: string;
  readonly dateOfBirth: string;
  readonly heightCm: number | '';
  readonly eyeColour: string;
  readonly expiresOn: string;
  readonly mrz1: string;
  readonly mrz2: string;
  readonly mrz3: string;
  readonly photo: string;
  readonly withdrawnAt: string;
  readonly withdrawnFor: WithdrawalReason | '';
  /** An earlier download of the batch had the card: whatever was made of it is destroyed. */
  readonly afterDownload: boolean | '';
}

/** Document code and issuing state of a permanent resident card [A]. */
const DOCUMENT = { documentCode: 'CA', issuer: 'CAN' } as const;

/** The last day of a card: five years after it went to print, the same day; 28 February for the 29th. */
export function expiryOf(printedAt: Date): string {
  const [year, month, day] = dayOf(printedAt).split('-') as [string, string, string];
  return `${Number(year) + CARD_EXPIRY_YEARS}-${month}-${month === '02' && day === '29' ? '28' : day}`;
}

export const photoName = (cardNumber: string): string => `photos/${cardNumber}.jpg`;

/** The line of a card that is to be printed. */
export function printRow(position: number, cardNumber: string, face: CardFace, printedAt: Date): ManifestRow {
  const name = cardName(face);
  const expiresOn = expiryOf(printedAt);
  const citizenship = mrzCountry(face.citizenship);
  const [mrz1, mrz2, mrz3] = mrzLines({ ...DOCUMENT, ...face, number: cardNumber, expiresOn, citizenship });
  return {
    position,
    cardNumber,
    status: 'print',
    familyName: name.family.text,
    givenNames: name.given.text,
    sex: face.sex,
    dateOfBirth: face.dateOfBirth,
    heightCm: face.appearance?.heightCm ?? '',
    eyeColour: face.appearance?.eyeColour ?? '',
    expiresOn,
    mrz1,
    mrz2,
    mrz3,
    photo: photoName(cardNumber),
    ...{ withdrawnAt: '', withdrawnFor: '', afterDownload: '' },
  };
}

/** How a card left its batch. */
export interface Withdrawal {
  readonly at: Date;
  readonly reason: WithdrawalReason;
  readonly released: boolean;
}

/** The line of a card that was held since. */
export const withdrawnRow = (position: number, cardNumber: string, { at, reason, released }: Withdrawal): ManifestRow => ({
  ...{ position, cardNumber, status: 'withdrawn', familyName: '', givenNames: '', sex: '', dateOfBirth: '', heightCm: '' },
  ...{ eyeColour: '', expiresOn: '', mrz1: '', mrz2: '', mrz3: '', photo: '' },
  ...{ withdrawnAt: at.toISOString(), withdrawnFor: reason, afterDownload: released },
});

export const manifestJson = (batch: string, madeAt: Date, rows: readonly ManifestRow[]): string =>
  `${JSON.stringify({ batch, madeAt: madeAt.toISOString(), cards: rows }, null, 2)}\n`;

const COLUMNS = Object.keys(withdrawnRow(0, '', { at: new Date(0), reason: 'stopped', released: false })) as (keyof ManifestRow)[];

/** The same for a spreadsheet; cells that it would take for a formula are text. */
export const manifestCsv = (rows: readonly ManifestRow[]): string => table(COLUMNS, rows);

const WITHDRAWN = ['position', 'cardNumber', 'status', 'withdrawnAt', 'withdrawnFor', 'afterDownload'] as const;

/** The withdrawn cards alone, for a facility that has the batch already. */
export const withdrawnCsv = (rows: readonly ManifestRow[]): string =>
  table(
    WITHDRAWN,
    rows.filter(({ status }) => status === 'withdrawn'),
  );

const table = (columns: readonly (keyof ManifestRow)[], rows: readonly ManifestRow[]): string =>
  BYTE_ORDER_MARK +
  [columns, ...rows.map((row) => columns.map((column) => String(row[column])))].map((cells) => csvRow(cells, ',')).join('');
