import { defineEntity, p } from '@mikro-orm/core';
import { Account } from '../accounts/account.entity.js';
import { CaseFile } from '../cases/case-file.entity.js';
import { id, time } from '../database/columns.js';

const RepresentationSchema = defineEntity({
  name: 'Representation',
  tableName: 'representation',
  indexes: [{ properties: ['account', 'endedAt'] }],
  properties: {
    id: id(),
    account: () => p.manyToOne(Account),
    caseFile: () => p.manyToOne(CaseFile).index(),
    since: time(),
    endedAt: time().nullable(),
  },
});

/** A client's consent that a representative sees the status of a case (S31). Ending it takes effect on the next request. */
export class Representation extends RepresentationSchema.class {}
RepresentationSchema.setClass(Representation);
