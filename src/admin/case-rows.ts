import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { OwnFiles } from '../access/own-files.js';
import type { CaseFile } from '../cases/case-file.entity.js';
import { CaseSearch } from '../cases/case-search.js';
import { entriesOf } from '../cases/entries.js';
import { inFamilyOrder } from '../cases/family-order.js';
import type { Person } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import type { InvitedFilter } from '../invitations/invited-filter.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { type Standing, standingOf } from '../confirmation/standing.js';

/** A row of the list of cases: plain values for the view. */
export interface CaseRow {
  readonly id: string;
  readonly applicationNumber: string;
  readonly createdAt: Date;
  /** The officer's own, or a relative's: a colleague handles it. */
  readonly own: boolean;
  readonly persons: readonly { readonly name: string; readonly standing: Standing }[];
}

/** The list of cases as officers see it. */
@Injectable()
export class CaseRows {
  constructor(
    private readonly em: EntityManager,
    private readonly search: CaseSearch,
    private readonly clock: Clock,
    private readonly ownFiles: OwnFiles,
  ) {}

  async find(
    officer: Actor<'officer'>,
    find: string,
    before: string | null,
    invited: InvitedFilter | null,
  ): Promise<{ rows: CaseRow[]; next: string | null; tooMany: boolean }> {
    const { cases, next, tooMany } = await this.search.find(officer, find, before, invited);
    const personIds = cases.flatMap(({ persons }) => persons.map(({ id }) => id));
    const own = await this.ownFiles.of(officer);
    const now = this.clock.now();
    const confirmations = await this.em.find(Confirmation, { person: { $in: personIds } }, { populate: ['photo', 'card'] });
    const confirmationOf = new Map(confirmations.map((confirmation) => [confirmation.person.id, confirmation]));
    const entries = await entriesOf(this.em, personIds, now);
    const personRow = (person: Person) => {
      const [confirmation, entry] = [confirmationOf.get(person.id), entries.get(person.id)];
      if (!confirmation || !entry) throw new Error(`person ${person.id} has no confirmation or invitation`);
      return { name: person.fullName, standing: standingOf(confirmation, entry, now) };
    };
    return {
      rows: cases.map((caseFile) => ({
        ...plain(caseFile),
        own: own.has(caseFile.id),
        persons: inFamilyOrder(caseFile.persons.getItems()).map(personRow),
      })),
      next,
      tooMany,
    };
  }
}

const plain = ({ id, applicationNumber, createdAt }: CaseFile) => ({ id, applicationNumber, createdAt });
