import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { Account } from '../accounts/account.entity.js';
import { isUuid } from '../database/uuid.js';
import { Representation } from '../representatives/representation.entity.js';
import { type OpenSession, OpenSessions } from '../sessions/open-sessions.js';

/** What an officer sees and ends of a representative's sessions, from a case where the representative is let in now (S31). */
@Injectable()
export class RepresentativeSessions {
  constructor(
    private readonly em: EntityManager,
    private readonly sessions: OpenSessions,
  ) {}

  /** Who is let in to see how a case stands; null for nobody. */
  async inCase(caseFileId: string): Promise<{ id: string; name: string; since: Date; sessions: number } | null> {
    const found = await this.em.findOne(Representation, { caseFile: caseFileId, endedAt: null }, { populate: ['account'] });
    if (!found) return null;
    const { account, since } = found;
    return { id: account.id, name: found.representativeName(), since, sessions: (await this.sessions.of(account.id)).length };
  }

  /** @throws NotFoundException for an account that does not represent in this case */
  async of(_officer: Actor<'officer'>, caseFileId: string, accountId: string): Promise<{ name: string; open: OpenSession[] }> {
    const account = await this.#account(caseFileId, accountId);
    return { name: nameOf(account), open: await this.sessions.of(account.id) };
  }

  /** @param key of one of them; null for all */
  async end(officer: Actor<'officer'>, caseFileId: string, accountId: string, key: string | null): Promise<void> {
    const { id } = await this.#account(caseFileId, accountId);
    await this.sessions.endOf(officer, id, key, caseFileId);
  }

  async #account(caseFile: string, account: string): Promise<Account> {
    const known = isUuid(caseFile) && isUuid(account);
    const found = known
      ? await this.em.findOne(Representation, { caseFile, account, endedAt: null }, { populate: ['account'], disableIdentityMap: true })
      : null;
    if (!found) throw new NotFoundException();
    return found.account;
  }
}

const nameOf = ({ displayName, username }: Account): string => displayName ?? username;
