import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../../cases/person.entity.js';
import { id, time } from '../../database/columns.js';
import { encrypted } from '../../privacy/encrypted.js';
import { Representation } from '../../representatives/representation.entity.js';
import type { PostalAddress } from '../postal-address.js';

/** What a representative may prepare, by the name of the applicant's own step and page. */
export const ADDRESS_PIECES = ['homeAddress', 'mailingAddress'] as const;
export type AddressPiece = (typeof ADDRESS_PIECES)[number];

const AddressDraftSchema = defineEntity({
  name: 'AddressDraft',
  tableName: 'address_draft',
  uniques: [{ properties: ['person', 'piece'] }],
  properties: {
    id: id(),
    /** The consent it lives by: the database removes it when that ends. */
    representation: () => p.manyToOne(Representation).index().deleteRule('cascade'),
    person: () => p.manyToOne(Person).deleteRule('cascade'),
    piece: p.enum(ADDRESS_PIECES),
    /** Null: the card goes to the home address. */
    address: encrypted<PostalAddress>('address_draft.address').nullable(),
    preparedAt: time(),
  },
});

/** An address that a representative prepared. It counts for nothing until the applicant takes it over, and goes when they decide. */
export class AddressDraft extends AddressDraftSchema.class {}
AddressDraftSchema.setClass(AddressDraft);
