import { randomInt } from 'node:crypto';
import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { OwnFiles } from '../../access/own-files.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../clock.js';
import type { Config } from '../../config.js';
import { TransitionRefused } from '../../confirmation/transition.js';
import { isUuid } from '../../database/uuid.js';
import { CONFIG } from '../../tokens.js';
import type { ReturnReason } from '../finding.js';
import type { PhotoDecision } from './photo-decision.entity.js';
import { SecondLook } from './second-look.entity.js';

/** What the second officer would have decided. */
export interface SecondVerdict {
  readonly outcome: 'accepted' | 'returned';
  readonly reasons: readonly ReturnReason[];
}

/** Looks and disagreements that a page shows at once; counts stop there as well. */
export const SECOND_LOOKS_SHOWN = 50;

/** Blind second looks at a share of the decisions on photos (PORTAL.md 4). */
@Injectable()
export class SecondLooks {
  constructor(
    private readonly em: EntityManager,
    private readonly ownFiles: OwnFiles,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Draws, by chance, whether a decision is looked at twice: nobody can know beforehand which. Part of the decision's transaction. */
  draw(em: EntityManager, decision: PhotoDecision): void {
    if (randomInt(10_000) >= this.config.photoSecondLookPercent * 100) return;
    em.create(SecondLook, {
      attempt: decision.attempt,
      decision,
      firstOfficer: decision.officer,
      chosenAt: decision.decidedAt,
    });
  }

  /** A decision that was taken back needs no second look. */
  async drop(em: EntityManager, decision: PhotoDecision): Promise<void> {
    await em.nativeDelete(SecondLook, { decision: decision.id, lookedAt: null });
  }

  /**
   * What waits for this officer, oldest first, at most as many as a page shows: decided by somebody else, for good (what is taken back is
   * compared with nothing), and no file of their own.
   */
  async waiting(officer: Actor<'officer'>): Promise<SecondLook[]> {
    const attempt = { standsAt: { $lte: this.clock.now() }, ...(await this.#notOwn(officer)) };
    return this.em.find(
      SecondLook,
      { lookedAt: null, firstOfficer: { $ne: officer.accountId }, attempt },
      { orderBy: { chosenAt: 'asc', id: 'asc' }, limit: SECOND_LOOKS_SHOWN },
    );
  }

  /** One that waits, with its photo. @throws NotFoundException; @throws TransitionRefused when it is done, or the officer's own decision */
  async open(officer: Actor<'officer'>, id: string, em: EntityManager = this.em): Promise<SecondLook> {
    const lock = em.isInTransaction() ? ({ lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' } as const) : {};
    const look = isUuid(id)
      ? await em.findOne(SecondLook, { id }, { populate: ['attempt.person.caseFile', 'decision'], refresh: true, ...lock })
      : null;
    if (!look) throw new NotFoundException();
    if (look.firstOfficer === officer.accountId) throw new TransitionRefused('secondLook', 'decided by the same officer', 'look');
    if (look.lookedAt) throw new TransitionRefused('secondLook', 'done', 'look');
    return look;
  }

  /** Says what the officer would have decided. @throws as `open` */
  async look(officer: Actor<'officer'>, id: string, { outcome, reasons }: SecondVerdict): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const look = await this.open(officer, id, em);
        await this.ownFiles.refuse(officer, { person: look.attempt.person.id }, em);
        const agrees = look.decision.decision === outcome;
        em.assign(look, { officer: officer.accountId, lookedAt: now, outcome, reasons: [...reasons], agrees });
        this.audit.record(em, officer, 'photo.looked_twice', look.attempt.id, now, { outcome }, look.attempt.person.caseFile.id);
      },
      { clear: true },
    );
  }

  /** Where the two disagree and no supervisor has said that it is settled, the oldest first. */
  async disagreements(officer: Actor<'officer'>): Promise<SecondLook[]> {
    return this.em.find(
      SecondLook,
      { agrees: false, settledAt: null, attempt: await this.#notOwn(officer) },
      { orderBy: { lookedAt: 'asc', id: 'asc' }, limit: SECOND_LOOKS_SHOWN, populate: ['attempt.person.caseFile', 'decision'] },
    );
  }

  async #notOwn(officer: Actor<'officer'>) {
    const own = [...(await this.ownFiles.of(officer))];
    return own.length > 0 ? { person: { caseFile: { $nin: own } } } : {};
  }

  /** A supervisor has seen to it. Pressed twice, it is settled once. @throws NotFoundException where nothing disagrees */
  async settle(supervisor: Actor<'officer'>, id: string): Promise<void> {
    if (!isUuid(id)) throw new NotFoundException();
    await this.em.transactional(
      async (em) => {
        const look = await em.findOne(
          SecondLook,
          { id, agrees: false },
          { populate: ['attempt.person.caseFile'], strategy: 'select-in', lockMode: LockMode.PESSIMISTIC_WRITE },
        );
        if (!look) throw new NotFoundException();
        if (look.settledAt) return;
        const now = this.clock.now();
        em.assign(look, { settledAt: now, settledBy: supervisor.accountId });
        this.audit.record(em, supervisor, 'photo.looks_settled', look.attempt.id, now, {}, look.attempt.person.caseFile.id);
      },
      { clear: true },
    );
  }
}
