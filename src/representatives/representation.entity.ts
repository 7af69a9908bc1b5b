import { defineEntity, p } from '@mikro-orm/core';
import { Account } from '../accounts/account.entity.js';
import { CaseFile } from '../cases/case-file.entity.js';
import { Person } from '../cases/person.entity.js';
import { id, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';
import type { Body, KINDS } from './representative.rules.js';

/** What form IMM 5476 says of the representative. */
export interface RepresentativeForm {
  readonly kind: (typeof KINDS)[number];
  /** Of who may be paid. */
  readonly body: Body | null;
  readonly membershipNumber: string | null;
  readonly familyName: string;
  readonly givenNames: string;
  readonly email: string;
}

const RepresentationSchema = defineEntity({
  name: 'Representation',
  tableName: 'representation',
  indexes: [{ properties: ['account', 'endedAt'] }],
  uniques: [{ name: 'representation_person_id_unique', properties: ['person'], where: 'ended_at is null' }],
  properties: {
    id: id(),
    account: () => p.manyToOne(Account),
    /** Always `representative`: the database ties it to the account's kind, so that nobody else can stand here. */
    accountKind: p.enum(['representative'] as const).default('representative'),
    caseFile: () => p.manyToOne(CaseFile).index(),
    /** Who named them; the database ties the person to the case. */
    person: () => p.manyToOne(Person),
    /** Null of consents that were given before forms were recorded. */
    form: encrypted<RepresentativeForm>('representation.form').nullable(),
    signedOn: p.date().nullable(),
    receivedOn: p.date().nullable(),
    recordedBy: p.uuid().nullable(),
    since: time(),
    endedAt: time().nullable(),
    /** When the representative was last told that something waits for the client. */
    toldAt: time().nullable(),
    /** The representative ended it. */
    givenUp: p.boolean().default(false),
  },
});

/** A client's consent that a representative sees where they stand, and those they act for (S31). Ending it takes effect on the next request. */
export class Representation extends RepresentationSchema.class {
  /** As the form names them. */
  representativeName(): string {
    return this.form ? `${this.form.givenNames} ${this.form.familyName}`.trim() : (this.account.displayName ?? '');
  }

  end(at: Date, givenUp = false): void {
    this.endedAt = at;
    this.givenUp = givenUp;
  }
}
RepresentationSchema.setClass(Representation);
