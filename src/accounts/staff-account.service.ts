import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Person } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import { v7 } from '../database/uuid.js';
import type { Language } from '../language/language.js';
import { Outbox } from '../mail/outbox.js';
import { normalEmail } from '../privacy/normalise.js';
import { vault } from '../privacy/vault.js';
import { Account, type OFFICER_ROLES } from './account.entity.js';
import { newUsername } from './credentials.js';
import { type IssuedPassword, TemporaryPasswords } from './temporary-passwords.js';

type OfficerRole = (typeof OFFICER_ROLES)[number];
interface Owner {
  readonly email: string;
  readonly displayName: string;
  readonly language: Language;
}

/** Held while the first officer of a system is made, so that two commands at once make one. */
const FIRST_OFFICER_LOCK = 20_261_123;

/** Makes the accounts of people who have no case: officers and representatives. */
@Injectable()
export class StaffAccountService {
  constructor(
    private readonly em: EntityManager,
    private readonly passwords: TemporaryPasswords,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * An officer's account; a mail brings username and temporary password.
   * @returns false when an officer has this address: with two accounts one person would be two (CARD_RELEASE)
   */
  async createOfficer(
    email: string,
    role: OfficerRole,
    displayName: string,
    language: Language,
    by: Actor<'officer'> | null = null,
  ): Promise<boolean> {
    const issued = await this.passwords.make();
    return this.em.transactional(
      async (em) => {
        const emailIndex = await heldAddress(em, email);
        if (await em.count(Account, { kind: 'officer', emailIndex })) return false;
        this.#officer(em, { email, displayName, language }, role, issued, by);
        return true;
      },
      { clear: true },
    );
  }

  /** The first officer of a system, a supervisor; null when there is one already whose account is not closed: else nobody could open it. */
  async createFirstSupervisor(email: string, displayName: string, language: Language): Promise<string | null> {
    const issued = await this.passwords.make();
    return this.em.transactional(
      async (em) => {
        await em.execute('select pg_advisory_xact_lock(?)', [FIRST_OFFICER_LOCK]);
        if (await em.count(Account, { role: 'supervisor', state: { $ne: 'suspended' } })) return null;
        return this.#officer(em, { email, displayName, language }, 'supervisor', issued).id;
      },
      { clear: true },
    );
  }

  /**
   * The representative's account that goes with an address: the one there is, or a new one, whose mail brings username and temporary
   * password (S31). Called inside a transaction; the address is held until its end.
   * @returns null when the address is an applicant's: that may never be (S32)
   */
  async representativeOf(
    em: EntityManager,
    officer: Actor<'officer'>,
    owner: Owner,
    issued: IssuedPassword,
  ): Promise<{ account: Account; isNew: boolean } | null> {
    const emailIndex = await heldAddress(em, owner.email);
    if (await em.count(Person, { emailIndex })) return null;
    if (await em.count(Account, { emailIndex, kind: 'applicant' })) return null;
    // locked: one that is being emptied is none any more (retention/unused-accounts.ts)
    const known = await em.findOne(Account, { emailIndex, kind: 'representative' }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (known) return { account: known, isNew: false };
    const account = this.#account(em, owner, 'representative', null, officer);
    this.outbox.add(em, 'representative-account', owner, this.passwords.issue(account, issued, account.createdAt), account.createdAt);
    return { account, isNew: true };
  }

  #officer(em: EntityManager, owner: Owner, role: OfficerRole, issued: IssuedPassword, by: Actor<'officer'> | null = null): Account {
    const account = this.#account(em, owner, 'officer', role, by);
    this.outbox.add(em, 'officer-account', owner, this.passwords.issue(account, issued, account.createdAt), account.createdAt);
    return account;
  }

  #account(
    em: EntityManager,
    { email, displayName, language }: Owner,
    kind: 'officer' | 'representative',
    role: OfficerRole | null,
    by: Actor<'officer'> | null,
  ): Account {
    const now = this.clock.now();
    const account = em.create(Account, {
      id: v7(),
      kind,
      role,
      username: newUsername(),
      displayName,
      email,
      emailIndex: vault().index('email', normalEmail(email)),
      language,
      createdAt: now,
      createdBy: by?.accountId ?? null,
    });
    this.audit.record(em, by, 'account.created', account.id, now, { kind, role });
    return account;
  }
}

/** How an address is found; nobody else gives it to an account until the transaction ends. */
async function heldAddress(em: EntityManager, email: string): Promise<Buffer> {
  const emailIndex = vault().index('email', normalEmail(email));
  await em.execute('select pg_advisory_xact_lock(?)', [emailIndex.readBigInt64BE().toString()]);
  return emailIndex;
}
