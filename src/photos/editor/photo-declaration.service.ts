import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../clock.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { TransitionRefused } from '../../confirmation/transition.js';
import type { Language } from '../../language/language.js';
import { verdict } from '../finding.js';
import { openDraft } from '../photo.policy.js';
import { PHOTO_STATEMENT_VERSION } from './photo-statement.rules.js';

/** The boxes that a person ticks before "Next". */
export interface TickedBoxes {
  readonly acknowledged: boolean;
  /** When the findings that stood on the page were made. */
  readonly seen: Date;
}

/** "Next" under the findings (S28, S29). */
@Injectable()
export class PhotoDeclarationService {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps declaration and acknowledgement with the warnings they were about.
   * @throws TransitionRefused when something must be fixed, when a warning is not acknowledged, or when other findings are there by now
   */
  async declare(applicant: Actor<'applicant'>, personId: string, boxes: TickedBoxes, language: Language): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const confirmation = await this.confirmations.of(applicant, personId, em);
        const attempt = openDraft(confirmation.photo, 'declare');
        const judged = verdict(attempt.findings ?? []);
        const stale = attempt.checkedAt?.getTime() !== boxes.seen.getTime();
        if (stale || judged === 'refuse' || (judged === 'warn' && !boxes.acknowledged))
          throw new TransitionRefused('photo', attempt.state, 'declare');
        const { state, statementVersion, statementLanguage } = attempt;
        if (state === 'ready' && statementVersion === PHOTO_STATEMENT_VERSION && statementLanguage === language) return; // a second press
        attempt.declare(now, judged === 'warn', { version: PHOTO_STATEMENT_VERSION, language });
        this.audit.record(
          em,
          applicant,
          'photo.declared',
          attempt.id,
          now,
          { version: PHOTO_STATEMENT_VERSION, language, acknowledged: judged === 'warn' },
          confirmation.person.caseFile.id,
        );
      },
      { clear: true },
    );
  }
}
