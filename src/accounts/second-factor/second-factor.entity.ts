import { defineEntity, p } from '@mikro-orm/core';
import { id, time } from '../../database/columns.js';
import { encrypted } from '../../privacy/encrypted.js';
import { Account } from '../account.entity.js';
import { stepOf } from './authenticator-code.js';

export const FACTOR_KINDS = ['app', 'passkey'] as const;
export type FactorKind = (typeof FACTOR_KINDS)[number];

const SecondFactorSchema = defineEntity({
  name: 'SecondFactor',
  tableName: 'second_factor',
  properties: {
    id: id(),
    account: () => p.manyToOne(Account).index(),
    kind: p.enum(FACTOR_KINDS),
    /** Of a passkey: what its owner calls it, "work laptop". */
    name: encrypted<string>('second_factor.name').nullable(),
    /** Of an app: in base 32. */
    secret: encrypted<string>('second_factor.secret').nullable(),
    /** Of an app: the newest step a code was taken for. */
    lastStep: p.integer().nullable(),
    /** Of a passkey: what its authenticator said at registration, and how often it was used by its own count. */
    credentialId: p.type('buffer').columnType('bytea').$type<Buffer>().unique().nullable(),
    publicKey: p.type('buffer').columnType('bytea').$type<Buffer>().nullable(),
    counter: p.bigint('number').nullable(),
    transports: p.json().$type<string[]>().nullable(),
    addedAt: time(),
    usedAt: time().nullable(),
  },
});

/** What somebody has beside their password: an app that makes codes, or a passkey (TRUST.md 15). */
export class SecondFactor extends SecondFactorSchema.class {
  /** Takes a code of this app. Each step counts once, and none before it afterwards: a code that was seen is worth nothing. */
  takeCode(code: string, now: Date): boolean {
    const step = this.secret ? stepOf(this.secret, code, now) : null;
    if (step === null || step <= (this.lastStep ?? -1)) return false;
    this.lastStep = step;
    this.usedAt = now;
    return true;
  }

  /** A passkey was used; its count goes up, so that a copy of it is found out. */
  countUse(counter: number, now: Date): void {
    this.counter = counter;
    this.usedAt = now;
  }
}
SecondFactorSchema.setClass(SecondFactor);
