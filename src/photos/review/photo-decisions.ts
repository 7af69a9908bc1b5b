import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { onlyAskedFor } from '../../cards/card-requests.js';
import { Confirmation } from '../../confirmation/confirmation.entity.js';
import { Account } from '../../accounts/account.entity.js';
import { PhotoDecision } from './photo-decision.entity.js';
import { PhotoUndo } from './photo-undo.entity.js';

export const isSupervisor = async (em: EntityManager, { accountId }: Actor<'officer'>): Promise<boolean> =>
  (await em.count(Account, { id: accountId, role: 'supervisor' })) > 0;

/** What officers decided on photos, leaving out what they took back. */
@Injectable()
export class PhotoDecisions {
  constructor(private readonly em: EntityManager) {}

  /** The decision that holds for a photo, with its first look; null while there is none. */
  async onPhoto(attemptId: string, em: EntityManager = this.em): Promise<PhotoDecision | null> {
    const [newest] = await this.#kept({ attempt: attemptId }, em);
    return newest ?? null;
  }

  /** Every return of these persons' photos that they were told of, the newest first, with its photo. */
  async returnsToldTo(personIds: readonly string[], now: Date): Promise<PhotoDecision[]> {
    const attempt = { person: { $in: [...personIds] }, state: 'returned', standsAt: { $lte: now } } as const;
    return this.#kept({ decision: 'returned', attempt }, this.em);
  }

  /** The officer's newest decision while it can be undone; a supervisor's page of a photo offers to undo the one on it, whoever made it. */
  async openToUndo(officer: Actor<'officer'>, now: Date, attemptId?: string): Promise<PhotoDecision | null> {
    const open = { standsAt: { $gt: now } };
    if (attemptId !== undefined && (await isSupervisor(this.em, officer))) {
      const [onIt] = await this.#kept({ attempt: { id: attemptId, ...open } }, this.em);
      if (onIt) return onIt;
    }
    const [newest] = await this.#kept({ officer: officer.accountId, attempt: open }, this.em);
    return newest ?? null;
  }

  /** Whether the newest photo of its person was decided, was told of, and nothing was printed with it (PORTAL.md 3). */
  async correctable(attemptId: string, now: Date): Promise<boolean> {
    const photo = { id: attemptId, state: { $in: ['accepted', 'returned'] as const }, standsAt: { $lte: now } };
    const [found] = await this.em.find(Confirmation, { photo }, { populate: ['card'], limit: 1 });
    return found !== undefined && !found.suspendedAt && (!found.card || (await onlyAskedFor(this.em, found.card)));
  }

  /** How often a decision on this photo was taken back. */
  undone(attemptId: string): Promise<number> {
    return this.em.count(PhotoUndo, { decision: { attempt: attemptId } });
  }

  async #kept(where: Parameters<EntityManager['find']>[1] & object, em: EntityManager): Promise<PhotoDecision[]> {
    const found = await em.find(PhotoDecision, where as never, {
      orderBy: { decidedAt: 'desc', id: 'desc' },
      populate: ['attempt.person', 'look'],
    });
    if (found.length === 0) return [];
    const undone = await em.find(PhotoUndo, { decision: { $in: found.map(({ id }) => id) } });
    const gone = new Set(undone.map(({ decision }) => decision.id));
    return found.filter(({ id }) => !gone.has(id));
  }
}
