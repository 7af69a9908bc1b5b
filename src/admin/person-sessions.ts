import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Account } from '../accounts/account.entity.js';
import { isUuid } from '../database/uuid.js';
import { OpenSessions } from '../sessions/open-sessions.js';

/** What an officer sees and ends of a person's sessions: when they were begun and used, never on what or from where. */
@Injectable()
export class PersonSessions {
  constructor(
    private readonly em: EntityManager,
    private readonly sessions: OpenSessions,
  ) {}

  async of(_officer: Actor<'officer'>, personId: string): Promise<Record<string, unknown>> {
    const { id, person } = await this.#account(personId);
    const open = await this.sessions.of(id);
    return {
      person: { id: personId, name: person?.fullName ?? '' },
      caseId: person?.caseFile.id ?? '',
      open: open.map(({ key, begunAt, seenAt }) => ({ key, begunAt, seenAt })),
    };
  }

  /** @param key of one of them; null for all */
  async end(officer: Actor<'officer'>, personId: string, key: string | null): Promise<void> {
    const { id, person } = await this.#account(personId);
    const caseFile = person?.caseFile.id ?? null;
    await (key === null ? this.sessions.endOthers(officer, id, null, caseFile) : this.sessions.end(officer, id, key, caseFile));
  }

  async #account(personId: string) {
    const account = isUuid(personId)
      ? await this.em.findOne(Account, { person: personId }, { populate: ['person.caseFile'], disableIdentityMap: true })
      : null;
    if (!account) throw new NotFoundException();
    return account;
  }
}
