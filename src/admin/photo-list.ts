import { EntityManager, raw } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { OwnFiles } from '../access/own-files.js';
import { FileClaims } from '../claims/file-claims.js';
import { notSuspended } from '../confirmation/suspended.sql.js';
import { PhotoAttempt } from '../photos/photo-attempt.entity.js';
import { attemptTitle } from '../photos/photo-step.js';

/** Photos shown in the queue at once. */
export const PHOTOS_SHOWN = 100;

/** A suspended file waits for something else. Made anew for each query: a raw part can be used once. */
const waitingOnes = () => ({
  state: { $in: ['submitted', 'in_review'] as const },
  [raw((table) => `(${notSuspended(table)})`)]: true,
});

/** Photos that wait for an officer's look (S11). */
@Injectable()
export class PhotoList {
  constructor(
    private readonly em: EntityManager,
    private readonly ownFiles: OwnFiles,
    private readonly claims: FileClaims,
  ) {}

  /** The oldest first; those who were sent back before come before all others (PORTAL.md 3). */
  async waiting(officer: Actor<'officer'>) {
    const own = await this.ownFiles.of(officer);
    const attempts = await this.em.find(PhotoAttempt, waitingOnes(), {
      ...inOrder(),
      populate: ['person.caseFile'],
      limit: PHOTOS_SHOWN + 1,
    });
    const rows = attempts.slice(0, PHOTOS_SHOWN).map(({ id, number, person, submittedAt }) => ({
      id,
      name: person.fullName,
      applicationNumber: person.caseFile.applicationNumber,
      phrase: attemptTitle(number),
      again: number > 1,
      submittedAt: submittedAt ?? null,
      own: own.has(person.caseFile.id),
    }));
    return { rows, first: rows.find((row) => !row.own)?.id ?? null, more: attempts.length > PHOTOS_SHOWN };
  }

  /** The photo to look at next, whose file is this officer's from now on; null when none waits that they may open and nobody else has. */
  async next(officer: Actor<'officer'>): Promise<string | null> {
    const own = [...(await this.ownFiles.of(officer))];
    const others = own.length > 0 ? { person: { caseFile: { $nin: own } } } : {};
    const waiting = await this.em.find(
      PhotoAttempt,
      { ...waitingOnes(), ...others },
      { ...inOrder(), limit: PHOTOS_SHOWN, populate: ['person'] },
    );
    for (const { id, person } of waiting) if (await this.claims.take(officer, person.caseFile.id)) return id;
    return null;
  }
}

/** Made anew as well. */
const inOrder = () => ({
  orderBy: [{ [raw((table) => `${table}.number > 1`)]: 'desc' as const }, { submittedAt: 'asc' as const }, { id: 'asc' as const }],
});
