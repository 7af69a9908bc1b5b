import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { isUuid } from '../database/uuid.js';
import { type CurrentRepresentation, Representations } from '../representatives/representations.service.js';
import { type OpenSession, OpenSessions } from '../sessions/open-sessions.js';

/** What an officer sees and ends of a representative's sessions, from a case where the representative is let in now (S31). */
@Injectable()
export class RepresentativeSessions {
  constructor(
    private readonly representations: Representations,
    private readonly sessions: OpenSessions,
  ) {}

  /** Who is let in to see how a case stands; null for nobody. */
  async inCase(caseFileId: string): Promise<{ id: string; name: string; since: Date; sessions: number } | null> {
    const current = await this.representations.current(caseFileId);
    if (!current) return null;
    const { account, since } = current;
    return { id: account.id, name: current.representativeName(), since, sessions: (await this.sessions.of(account.id)).length };
  }

  /** @throws NotFoundException for an account that does not represent in this case */
  async of(_officer: Actor<'officer'>, caseFileId: string, accountId: string): Promise<{ name: string; open: OpenSession[] }> {
    const current = await this.#current(caseFileId, accountId);
    return { name: current.representativeName(), open: await this.sessions.of(accountId) };
  }

  /** @param key of one of them; null for all */
  async end(officer: Actor<'officer'>, caseFileId: string, accountId: string, key: string | null): Promise<void> {
    await this.#current(caseFileId, accountId);
    await this.sessions.endOf(officer, accountId, key, caseFileId);
  }

  async #current(caseFileId: string, accountId: string): Promise<CurrentRepresentation> {
    const current = isUuid(caseFileId) ? await this.representations.current(caseFileId) : null;
    if (current?.account.id !== accountId) throw new NotFoundException();
    return current;
  }
}
