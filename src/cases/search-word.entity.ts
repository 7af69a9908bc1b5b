import { defineEntity, p } from '@mikro-orm/core';
import { keyedHash } from '../database/columns.js';
import { Person } from './person.entity.js';

const SearchWordSchema = defineEntity({
  name: 'SearchWord',
  tableName: 'search_word',
  properties: {
    word: keyedHash().primary(),
    person: () => p.manyToOne(Person).primary().index(),
  },
});

/** A keyed hash of one folded word of a person's names: how officers find names without the database knowing them (TRUST.md 19). */
export class SearchWord extends SearchWordSchema.class {}
SearchWordSchema.setClass(SearchWord);
