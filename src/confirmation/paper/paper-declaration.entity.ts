import { defineEntity, p } from '@mikro-orm/core';
import { ACTING_RELATIONS } from '../../accounts/acts-for.entity.js';
import { Person } from '../../cases/person.entity.js';
import { id, time } from '../../database/columns.js';
import { encrypted } from '../../privacy/encrypted.js';

/** Why a recorded paper does not count; also names of texts. */
export const STRUCK_REASONS = ['not_signed', 'other_signer', 'incomplete', 'in_doubt', 'recorded_wrongly'] as const;
export type StruckReason = (typeof STRUCK_REASONS)[number];

const PaperDeclarationSchema = defineEntity({
  name: 'PaperDeclaration',
  tableName: 'paper_declaration',
  properties: {
    id: id(),
    person: () => p.manyToOne(Person).deleteRule('cascade').index(),
    /** Both on one case: the database holds to it. */
    caseFileId: p.uuid(),
    /** Who signed the form: never a representative, who is nobody of the case (S33). */
    signer: () => p.manyToOne(Person).deleteRule('cascade').index(),
    relation: p.enum(ACTING_RELATIONS),
    statementVersion: p.integer(),
    statementLanguage: p.enum(['en', 'fr'] as const),
    /** As written on the form. */
    signedName: encrypted<string>('paper_declaration.signed_name'),
    /** Days as `YYYY-MM-DD`. */
    signedOn: p.date(),
    receivedOn: p.date(),
    reference: p.string().unique(),
    recordedAt: time(),
    recordedBy: p.uuid(),
    recorderKind: p.text().default('officer'),
    verifiedBy: p.uuid().nullable(),
    struckAt: time().nullable(),
    struckBy: p.uuid().nullable(),
    struckBecause: p.enum(STRUCK_REASONS).nullable(),
  },
});

/** A declaration that somebody signed on paper, as an officer recorded it (S8). Final, but for its verifying or striking by an officer. */
export class PaperDeclaration extends PaperDeclarationSchema.class {
  strike(by: string, because: StruckReason, at: Date): void {
    this.struckAt = at;
    this.struckBy = by;
    this.struckBecause = because;
  }
}
PaperDeclarationSchema.setClass(PaperDeclaration);
