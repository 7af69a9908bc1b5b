import { defineEntity, p } from '@mikro-orm/core';
import { keyedHash } from '../database/columns.js';
import { Person } from './person.entity.js';

const AddressWordSchema = defineEntity({
  name: 'AddressWord',
  tableName: 'address_word',
  properties: {
    word: keyedHash().primary(),
    person: () => p.manyToOne(Person).primary().index().deleteRule('cascade'),
  },
});

/** A keyed hash of one folded word of a person's home or mailing address as it is now, for officers' search (TRUST.md 19). */
export class AddressWord extends AddressWordSchema.class {}
AddressWordSchema.setClass(AddressWord);
