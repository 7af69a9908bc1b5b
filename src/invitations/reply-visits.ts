import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { GoElsewhere } from '../access/go-elsewhere.js';
import { Clock, HOUR } from '../clock.js';
import { dayOf } from '../language/formats.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { VISIT_IDLE } from '../sessions/session.rules.js';
import type { Invitation } from './invitation.entity.js';
import { openingOf } from './invitation.policy.js';
import { refuseClosed } from './invitation-refusals.js';
import { Reply } from './reply.entity.js';
import { mayOpenPlace, nextPlace, type ReplyPlace } from './family.steps.js';
import { familySoFar } from './family-so-far.js';

/** Who replies has no account yet: their session is bound to the invitation whose identity check they passed. The one check of it. */
@Injectable()
export class ReplyVisits {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  /** Binds a new session, so that no session known to somebody else before becomes one that shows personal details. */
  begin(req: Request, invitation: Invitation): Promise<void> {
    return new Promise((done, fail) =>
      req.session.regenerate((fault: unknown) => {
        if (fault) return fail(fault);
        req.session.visitor = true;
        req.session.invitationId = invitation.id;
        req.session.invitationCheckedAt = this.clock.now().getTime();
        done();
      }),
    );
  }

  /** The reply this visitor works on, on a page that is open to them; otherwise they are led to where they belong. */
  async open(req: Request, place: ReplyPlace | 'replyRepresentative'): Promise<Reply> {
    const reply = await this.#replyOf(req);
    if (reply.sentAt) throw new GoElsewhere('replySent');
    const opening = openingOf(reply.invitation, this.clock.now());
    if (opening !== 'open') throw refuseClosed(opening, reply.invitation);
    if (place !== 'replyRepresentative' && !mayOpenPlace(place, reply.answers, familySoFar(reply, dayOf(this.clock.now()))))
      throw this.#onward(reply);
    return reply;
  }

  /** The sent reply, for its receipt. */
  async sent(req: Request): Promise<Reply> {
    const reply = await this.#replyOf(req);
    if (!reply.sentAt) throw this.#onward(reply);
    return reply;
  }

  #onward(reply: Reply): GoElsewhere {
    const { page, person } = nextPlace(reply.answers, familySoFar(reply, dayOf(this.clock.now())));
    return new GoElsewhere(page, person ? { person } : {});
  }

  /** An invitation sent again since has a new link, and only that one counts: perhaps the old one went to a stranger. */
  async #replyOf(req: Request): Promise<Reply> {
    const { invitationId, invitationCheckedAt = 0 } = req.session ?? {};
    const reply = invitationId
      ? await this.em.findOne(Reply, { invitation: invitationId }, { populate: ['invitation', 'person.caseFile.persons', 'members'] })
      : null;
    if (!reply || (reply.invitation.sentAt?.getTime() ?? 0) > invitationCheckedAt)
      throw new RefusalPage(403, 'invitations/open-link-again', { hours: VISIT_IDLE / HOUR });
    return reply;
  }
}
