import type { EntityManager } from '@mikro-orm/postgresql';
import { Account } from '../accounts/account.entity.js';
import type { ActingRelation } from '../accounts/acts-for.entity.js';
import type { Language } from '../language/language.js';
import { PaperDeclaration } from './paper/paper-declaration.entity.js';
import { PresenceDeclaration } from './presence-declaration.entity.js';

/** A declaration of presence, signed here or on paper. */
export interface SignedDeclaration {
  /** When it took effect: signed here, or recorded from paper. */
  readonly declaredAt: Date;
  /** The name on file of whoever signed, and as what. */
  readonly signer: string;
  readonly relation: ActingRelation;
  /** As typed here, or as written on the form. */
  readonly typedName: string;
  readonly version: number;
  readonly language: Language;
  readonly reference: string;
  readonly paper: PaperDeclaration | null;
}

/** The newest declaration of a person that was not struck; null when there is none. */
export async function lastDeclaration(em: EntityManager, personId: string): Promise<SignedDeclaration | null> {
  const here = await em.findOne(PresenceDeclaration, { person: personId }, { orderBy: { declaredAt: 'desc' } });
  const paper = await em.findOne(
    PaperDeclaration,
    { person: personId, struckAt: null },
    { orderBy: { recordedAt: 'desc' }, populate: ['signer'] },
  );
  if (paper && !(here && here.declaredAt > paper.recordedAt)) return onPaper(paper);
  if (!here) return null;
  const signer = await em.findOneOrFail(Account, { id: here.signerAccountId }, { populate: ['person'] });
  return {
    declaredAt: here.declaredAt,
    signer: signer.person?.fullName ?? '',
    relation: here.relation,
    typedName: here.typedName,
    version: here.statementVersion,
    language: here.statementLanguage,
    reference: here.reference,
    paper: null,
  };
}

function onPaper(paper: PaperDeclaration): SignedDeclaration {
  return {
    declaredAt: paper.recordedAt,
    signer: paper.signer.fullName,
    relation: paper.relation,
    typedName: paper.signedName,
    version: paper.statementVersion,
    language: paper.statementLanguage,
    reference: paper.reference,
    paper,
  };
}
