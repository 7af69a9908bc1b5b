import { defineEntity, p } from '@mikro-orm/core';
import { ACTING_RELATIONS } from '../../accounts/acts-for.entity.js';
import { Person } from '../../cases/person.entity.js';
import { id, time } from '../../database/columns.js';
import { encrypted } from '../../privacy/encrypted.js';
import { Card } from '../card.entity.js';

const MissingCardSchema = defineEntity({
  name: 'MissingCard',
  tableName: 'missing_card',
  properties: {
    id: id(),
    card: () => p.oneToOne(Card).owner().deleteRule('cascade'),
    person: () => p.manyToOne(Person).index(),
    /** With the person a foreign key into acts_for, and through it to an account of kind applicant (S33). */
    signerAccountId: p.uuid(),
    relation: p.enum(ACTING_RELATIONS),
    statementVersion: p.integer(),
    statementLanguage: p.enum(['en', 'fr'] as const),
    typedName: encrypted<string>('missing_card.typed_name'),
    reference: p.string().unique(),
    declaredAt: time(),
  },
});

/** A signed declaration that a mailed card never came (PORTAL.md 4). Written once; the database refuses any change. */
export class MissingCard extends MissingCardSchema.class {}
MissingCardSchema.setClass(MissingCard);
