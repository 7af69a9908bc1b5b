import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { PhotoAttempt } from '../photos/photo-attempt.entity.js';

/** How long the queue is, said honestly: which day's photos are being looked at now (S11, PORTAL.md 5). */
@Injectable()
export class PhotoQueue {
  constructor(private readonly em: EntityManager) {}

  /** When the photo that is looked at next was sent; null when none waits. */
  async oldestWaiting(): Promise<Date | null> {
    const [oldest] = await this.em.find(
      PhotoAttempt,
      { state: { $in: ['submitted', 'in_review'] } },
      { orderBy: { submittedAt: 'asc' }, limit: 1, fields: ['submittedAt'] },
    );
    return oldest?.submittedAt ?? null;
  }
}
