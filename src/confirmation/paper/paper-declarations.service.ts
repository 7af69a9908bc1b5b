import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { newReference } from '../../accounts/credentials.js';
import { familyActing } from '../../accounts/family-acting.js';
import { readerOf } from '../../accounts/reader-of.js';
import { AuditLog } from '../../audit/audit-log.js';
import { AuditEvent } from '../../audit/audit-event.entity.js';
import { Clock } from '../../clock.js';
import { dayOf } from '../../language/formats.js';
import { Outbox } from '../../mail/outbox.js';
import type { Confirmation } from '../confirmation.entity.js';
import { Confirmations } from '../confirmations.js';
import { isNameOnFile, PRESENCE_STATEMENT_VERSION } from '../presence.rules.js';
import { TransitionRefused } from '../transition.js';
import { PaperDeclaration, type StruckReason } from './paper-declaration.entity.js';
import type { PaperForm } from './paper-declaration.form.js';
import { aboutPerson } from '../../mail/about-person.js';
import { repliedAwayAt } from './outlived-papers.js';
import { mayStrike, type PaperDayProblem, paperDayProblem, type PaperSigner, paperSigners } from './paper-declaration.rules.js';

/** Why a form is not recorded; also names of texts. */
export type PaperRefusal = PaperDayProblem | 'nameDiffers';

/** Declarations of presence that came on paper. Officers never declare: they record what somebody signed (S8). */
@Injectable()
export class PaperDeclarations {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Who may sign about a person of this case. */
  async signers({ person }: Confirmation, em = this.em): Promise<PaperSigner[]> {
    return paperSigners(await familyActing(em, person.caseFile.id, this.clock.now()), person.id);
  }

  /** The form that counts and may still be struck, verified or not; null when there is none. */
  counting(confirmation: Confirmation): Promise<PaperDeclaration | null> {
    return paperThatCounts(this.em, confirmation);
  }

  /**
   * Records a signed form. Like a declaration made here it takes effect now, and the person is told.
   * @returns why not, or null when it is done
   * @throws TransitionRefused when presence is declared already, residence is confirmed, or the file is suspended
   */
  async record(officer: Actor<'officer'>, personId: string, form: PaperForm): Promise<PaperRefusal | null> {
    return this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const confirmation = await this.confirmations.forOfficer(officer, personId, em);
        const { person } = confirmation;
        if (confirmation.suspendedAt) throw new TransitionRefused('presence', 'suspended', 'declare');
        const signer = (await this.signers(confirmation, em)).find((one) => one.person.id === form.signer);
        if (!signer || !isNameOnFile(form.name, signer.person.fullName)) return 'nameDiffers';
        const left = await leftAt(em, confirmation);
        const problem = paperDayProblem(form.signedOn, form.receivedOn, left && dayOf(left));
        if (problem) return problem;
        confirmation.recordPaper(officer, now);
        const paper = em.create(PaperDeclaration, {
          person,
          caseFileId: person.caseFile.id,
          signer: signer.person,
          relation: signer.relation,
          statementVersion: PRESENCE_STATEMENT_VERSION,
          statementLanguage: form.language,
          signedName: form.name,
          signedOn: form.signedOn,
          receivedOn: form.receivedOn,
          reference: newReference(now),
          recordedAt: now,
          recordedBy: officer.accountId,
        });
        const about = { received: form.receivedOn, language: form.language };
        this.audit.record(em, officer, 'presence.paper_recorded', person.id, now, about, person.caseFile.id);
        this.outbox.add(
          em,
          'declaration-received',
          await readerOf(em, person),
          { ...aboutPerson(person), reference: paper.reference },
          now,
        );
        return null;
      },
      { clear: true },
    );
  }

  /**
   * The paper does not hold, or should not have been recorded: until residence is confirmed it counts no more, and the person is told.
   * @throws TransitionRefused when there is none that counts, or the officer is none who may strike it
   */
  async strike(officer: Actor<'officer'>, personId: string, because: StruckReason): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const confirmation = await this.confirmations.forOfficer(officer, personId, em);
        const { person } = confirmation;
        if (confirmation.suspendedAt) throw new TransitionRefused('presence', 'suspended', 'strike');
        const paper = await paperThatCounts(em, confirmation);
        if (!paper) throw new TransitionRefused('presence', confirmation.presence, 'strike');
        if (!mayStrike(officer, paper)) throw new TransitionRefused('presence', 'verified by the same officers', 'strike');
        confirmation.strikePaper(officer);
        paper.strike(officer.accountId, because, now);
        this.audit.record(em, officer, 'presence.paper_struck', person.id, now, { because }, person.caseFile.id);
        this.outbox.add(em, 'declaration-struck', await readerOf(em, person), aboutPerson(person), now);
      },
      { clear: true },
    );
  }
}

/** When the person last told us, here or in the reply, that they are not in Canada, whatever became of that since; null when they never did. */
async function leftAt(em: EntityManager, { person, presenceWithdrawnAt }: Confirmation): Promise<Date | null> {
  const [away] = await em.find(
    AuditEvent,
    { subject: person.id, action: 'presence.abroad' },
    { orderBy: { at: 'desc' }, limit: 1, fields: ['at'], disableIdentityMap: true },
  );
  const told = [away?.at, presenceWithdrawnAt, await repliedAwayAt(em, person)]
    .filter((at) => at instanceof Date)
    .sort((one, other) => other.getTime() - one.getTime());
  return told[0] ?? null;
}

/** The form by which a person counts as declared or verified until residence is confirmed; null when they declared here, or not at all. */
export async function paperThatCounts(
  em: EntityManager,
  { presence, presenceDeclaredAt, residence, person }: Confirmation,
): Promise<PaperDeclaration | null> {
  const open = presence === 'declared' || (presence === 'verified' && residence !== 'confirmed');
  if (!open || !presenceDeclaredAt) return null;
  return em.findOne(PaperDeclaration, { person: person.id, recordedAt: presenceDeclaredAt, struckAt: null });
}
