import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { OwnFiles } from '../access/own-files.js';
import { AuditLog } from '../audit/audit-log.js';
import { Person } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import { aboutPerson } from '../mail/about-person.js';
import { Outbox } from '../mail/outbox.js';
import { PhotoStore } from '../photos/photo-store.js';
import { endingConsents, lockedCase } from './ending-consents.js';
import { Representations } from './representations.service.js';
import type { EndedFor } from './representative.rules.js';

/** What the client reads when an officer ended the consent. */
const TOLD_OF_END = {
  client: 'representative-ended-for-you',
  representative: 'representative-left',
  not_entitled: 'representative-not-entitled',
} as const satisfies Record<EndedFor, string>;
type ToldOfEnd = 'representative-ended' | (typeof TOLD_OF_END)[EndedFor];

/**
 * A consent ends at any moment (PORTAL.md 2): its giver or an officer ends it, or the representative gives up the client. It is the one that
 * their page showed: one that took its place since stays as it is.
 */
@Injectable()
export class ConsentEnds {
  constructor(
    private readonly em: EntityManager,
    private readonly representations: Representations,
    private readonly ownFiles: OwnFiles,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly photos: PhotoStore,
    private readonly clock: Clock,
  ) {}

  /**
   * The applicant ends it without a reason; both are told. The next request of the representative shows nothing of them any more. Pressed
   * twice it ends once.
   */
  async end(applicant: Actor<'applicant'>, representationId: string): Promise<void> {
    await this.#end(applicant, applicant.personId, representationId, 'representative-ended');
  }

  /**
   * An officer ends it, where the client can't or somebody may not represent them; both are told.
   * @returns false when another is in place since, or none
   * @throws RefusalPage for the officer's own file or a declared relative's
   */
  endFor(officer: Actor<'officer'>, personId: string, representationId: string, reason: EndedFor): Promise<boolean> {
    return this.#end(officer, personId, representationId, TOLD_OF_END[reason], { reason });
  }

  /** The representative gives up the client, who is told. Pressed twice it ends once. @throws NotFoundException */
  async giveUp(representative: Actor<'representative'>, personId: string, representationId: string): Promise<void> {
    const { person: namer } = await this.representations.ofClient(representative, personId);
    await this.#end(representative, namer.id, representationId, 'representative-left');
  }

  async #end(
    by: Actor<'applicant'> | Actor<'officer'> | Actor<'representative'>,
    personId: string,
    representationId: string,
    told: ToldOfEnd,
    why: { readonly reason?: EndedFor } = {},
  ): Promise<boolean> {
    const { caseFile: asked } = await this.em.findOneOrFail(Person, { id: personId });
    return endingConsents(this.em, this.photos, async (em, ending) => {
      const caseFile = await lockedCase(em, asked.id);
      const current = await this.representations.current(personId, em);
      const person = caseFile.persons.getItems().find(({ id }) => id === personId);
      if (current?.id !== representationId || !person) return false;
      if (by.kind === 'officer') await this.ownFiles.refuse(by, { case: caseFile.id }, em);
      const givesUp = by.kind === 'representative';
      if (givesUp && current.account.id !== by.accountId) return false;
      const now = this.clock.now();
      await ending(current, now, givesUp);
      this.audit.record(em, by, 'representative.ended', personId, now, { replaced: false, ...why }, caseFile.id);
      if (!givesUp) this.outbox.add(em, 'client-ended', current.account, { caseNumber: caseFile.applicationNumber }, now);
      this.outbox.add(em, told, person, aboutPerson(person), now);
      return true;
    });
  }
}
