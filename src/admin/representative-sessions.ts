import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { isUuid } from '../database/uuid.js';
import { type CurrentRepresentation, Representations } from '../representatives/representations.service.js';
import { type OpenSession, OpenSessions } from '../sessions/open-sessions.js';

/** A representative on the page of a case. */
export interface LetIn {
  readonly id: string;
  readonly name: string;
  readonly since: Date;
  readonly sessions: number;
}

/** What an officer sees and ends of a representative's sessions, from a case where the representative is let in now (S31). */
@Injectable()
export class RepresentativeSessions {
  constructor(
    private readonly representations: Representations,
    private readonly sessions: OpenSessions,
  ) {}

  /** Who is let in, by the person who named them. */
  async inCase(caseFileId: string): Promise<ReadonlyMap<string, LetIn>> {
    const all = (await this.representations.ofCase(caseFileId)).map(async (current): Promise<[string, LetIn]> => {
      const { account, since, person } = current;
      const sessions = (await this.sessions.of(account.id)).length;
      return [person.id, { id: account.id, name: current.representativeName(), since, sessions }];
    });
    return new Map(await Promise.all(all));
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
    const all = isUuid(caseFileId) ? await this.representations.ofCase(caseFileId) : [];
    const current = all.find(({ account }) => account.id === accountId);
    if (!current) throw new NotFoundException();
    return current;
  }
}
