import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Account } from '../accounts/account.entity.js';
import { isUuid } from '../database/uuid.js';
import { type OpenSession, OpenSessions } from '../sessions/open-sessions.js';

/** What an officer sees and ends of a person's sessions. */
@Injectable()
export class PersonSessions {
  constructor(
    private readonly em: EntityManager,
    private readonly sessions: OpenSessions,
  ) {}

  /** @throws NotFoundException */
  async of(_officer: Actor<'officer'>, personId: string): Promise<{ name: string; caseId: string; open: OpenSession[] }> {
    const { id, person } = await this.#account(personId);
    return { name: person?.fullName ?? '', caseId: person?.caseFile.id ?? '', open: await this.sessions.of(id) };
  }

  /** @param key of one of them; null for all */
  async end(officer: Actor<'officer'>, personId: string, key: string | null): Promise<void> {
    const { id, person } = await this.#account(personId);
    await this.sessions.endOf(officer, id, key, person?.caseFile.id ?? null);
  }

  async #account(personId: string) {
    const account = isUuid(personId)
      ? await this.em.findOne(Account, { person: personId }, { populate: ['person.caseFile'], disableIdentityMap: true })
      : null;
    if (!account) throw new NotFoundException();
    return account;
  }
}
