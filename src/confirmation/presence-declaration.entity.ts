import { defineEntity, p } from '@mikro-orm/core';
import { ACTING_RELATIONS } from '../accounts/acts-for.entity.js';
import { Person } from '../cases/person.entity.js';
import { id, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';

const PresenceDeclarationSchema = defineEntity({
  name: 'PresenceDeclaration',
  tableName: 'presence_declaration',
  properties: {
    id: id(),
    person: () => p.manyToOne(Person).index(),
    /** With the person a foreign key into acts_for, and through it to an account of kind applicant (S33). */
    signerAccountId: p.uuid(),
    relation: p.enum(ACTING_RELATIONS),
    statementVersion: p.integer(),
    statementLanguage: p.enum(['en', 'fr'] as const),
    typedName: encrypted<string>('presence_declaration.typed_name'),
    reference: p.string().unique(),
    declaredAt: time(),
  },
});

/** A signed declaration that a person is in Canada (S8). Written once; the database refuses any change. */
export class PresenceDeclaration extends PresenceDeclarationSchema.class {}
PresenceDeclarationSchema.setClass(PresenceDeclaration);
