import { join } from 'node:path';
import { getDocumentProxy } from 'unpdf';
import { Translator } from '../../src/language/translator.js';
import { recordPdf } from '../../src/residence/record-pdf.js';
import type { ResidenceRecord } from '../../src/residence/residence-record.entity.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { MARGIN } from '../../src/pages/tagged-document.js';

/** The eCOPR of people with very long names goes on to a second page: what belongs together stays so. */
let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal.close());

/** Points: from the line of the heading to the lower edge of the QR code; the page; what is left free to sign in. */
const [UNDER_HEADING, HALF_AN_INCH, LETTER, ROOM_TO_SIGN] = [97, 36, 792, 34];
const CODE = '0A1B2-0A1B2-0A1B2-0A1B2';
const issuedAt = new Date('2026-11-28T15:00:00Z');
const recordOf = (name: string, placeOfBirth: string): ResidenceRecord =>
  ({
    ...{ number: 'CRP-26-8H4N-2QXW', code: CODE, issuedAt },
    facts: {
      ...{ familyName: name, givenNames: name, placeOfBirth, dateOfBirth: '1990-02-28', countryOfBirth: 'GS', citizenship: 'GS', sex: 'X' },
      ...{ uci: '1122334455', applicationNumber: 'E000123456', becameAt: issuedAt.toISOString() },
    },
  }) as ResidenceRecord;

/** Each text with the page on which it stands, and how high above the page's lower edge. */
async function placesIn(bytes: Buffer): Promise<{ text: string; page: number; height: number }[]> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const places = [];
  for (let page = 1; page <= pdf.numPages; page++)
    for (const item of (await (await pdf.getPage(page)).getTextContent()).items)
      if ('str' in item) places.push({ text: item.str, page, height: item.transform[5] as number });
  return places;
}

it.each(['en', 'fr'] as const)(
  'the code stands under its heading, and the whole QR code on the page, however long a name is: %s',
  async (language) => {
    const translator = portal.get(Translator);
    const heading = translator.text(language, 'ecopr:document.check');
    const signature = translator.text(language, 'ecopr:document.signature');
    for (let length = 1; length <= 100; length += 9) {
      const record = recordOf('W'.repeat(length), 'W'.repeat(100));
      const places = await placesIn(await recordPdf(record, language, translator, (path) => join('https://portal.example', path)));
      const at = (text: string) => places.find((place) => place.text.startsWith(text)) ?? { page: 0, height: 0 };
      expect({ length, page: at(CODE).page }).toEqual({ length, page: at(heading).page });
      expect(at(heading).height - UNDER_HEADING).toBeGreaterThan(HALF_AN_INCH);
      expect(at(signature).height).toBeLessThan(LETTER - MARGIN - ROOM_TO_SIGN);
    }
  },
);
