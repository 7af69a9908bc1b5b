import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { PaperDeclaration } from '../../src/confirmation/paper/paper-declaration.entity.js';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import type { TestPortal } from '../support/app.js';
import type { Applicant } from '../support/people.js';
import { typedDay } from '../support/representatives.js';

export const WORDS = {
  en: { record: 'Record the declaration', verify: 'Verify presence', strike: 'Strike the declaration' },
  fr: { record: 'Consigner la déclaration', verify: 'Confirmer la présence', strike: 'Rejeter la déclaration' },
} as const;
export const presenceOf = async (portal: TestPortal, personId: string) =>
  (await portal.em().findOneOrFail(Confirmation, { person: personId }, { refresh: true })).presence;
export const papersOf = (portal: TestPortal, personId: string) => portal.em().find(PaperDeclaration, { person: personId });

/** An officer copies a form that came back signed. */
export async function record(
  officer: Visitor,
  personId: string,
  signer: { id: string; name: string },
  days: { signed?: string; received?: string } = {},
): Promise<Visitor> {
  const language = officer.language as Language;
  await officer.visit(href('adminPaper', language, { person: personId }));
  return officer
    .tick('signed')
    .tick('ownHand')
    .choose('signer', signer.id)
    .choose('language', 'fr')
    .fill({ name: signer.name })
    .fill({ ...typedDay('signedOn', days.signed ?? '2026-11-18'), ...typedDay('receivedOn', days.received ?? '2026-11-23') })
    .press(WORDS[language].record);
}
export const asSigner = ({ personId, name }: Applicant) => ({ id: personId, name });
