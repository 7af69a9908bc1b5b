import { countryName } from '../cases/countries.js';
import { ageOn } from '../cases/age.js';
import { dayOf, formatDate, formatDateTime } from '../language/formats.js';
import type { Language } from '../language/language.js';
import { href } from '../language/routes.js';
import type { Translator } from '../language/translator.js';
import { CODE_WITH_HEADING, TaggedPdf } from '../pages/tagged-pdf.js';
import { writtenUci } from '../privacy/normalise.js';
import type { ResidenceRecord } from './residence-record.entity.js';

/** From this age on people sign for themselves; for who is younger a parent does (PORTAL.md 4). */
const SIGNS_FROM = 14;

/**
 * The eCOPR as a document, made from the record alone: the same record gives the same bytes each time it is asked for. In our own
 * neutral layout, and marked as a demonstration.
 * @param publicUrl of the portal, for the address behind the QR code
 */
export function recordPdf(
  record: ResidenceRecord,
  language: Language,
  translator: Translator,
  publicUrl: (path: string) => string,
): Promise<Buffer> {
  const t = (key: string, values: Record<string, string | number> = {}): string =>
    translator.text(language, `ecopr:document.${key}`, values);
  const { facts, number, code, issuedAt } = record;
  const became = new Date(facts.becameAt);
  const child = ageOn(facts.dateOfBirth, dayOf(became)) < SIGNS_FROM;
  const pdf = new TaggedPdf(language, t('title', { number }), issuedAt);
  pdf.paragraph(t('portal'), 'small');
  pdf.title(t('heading'));
  pdf.paragraph(t('demonstration'), 'strong');
  pdf.heading(t('status'));
  pdf.facts([
    [t('becameOn'), formatDateTime(became, language)],
    [t('number'), number],
    [t('applicationNumber'), facts.applicationNumber],
    [t('uci'), writtenUci(facts.uci)],
  ]);
  pdf.heading(t('person'));
  pdf.facts([
    [t('familyName'), facts.familyName],
    [t('givenNames'), facts.givenNames || t('oneName')],
    [t('born'), `${formatDate(facts.dateOfBirth, language)}, ${facts.placeOfBirth}, ${countryName(facts.countryOfBirth, language)}`],
    [t('sex'), t(`sexes.${facts.sex}`)],
    [t('citizenship'), countryName(facts.citizenship, language)],
  ]);
  pdf.paragraph(t('travel'), 'strong');
  pdf.paragraph(t('wrong'));
  pdf.signatureLine(t(child ? 'signatureOfParent' : 'signature'));
  pdf.heading(t('check'), CODE_WITH_HEADING);
  const address = publicUrl(href('ecoprCheck', language));
  pdf.code(publicUrl(href('ecoprChecked', language, { code })), t('qr'), t('checkText', { address }), code);
  return pdf.bytes();
}
