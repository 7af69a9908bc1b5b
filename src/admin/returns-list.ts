import { EntityManager, type FilterQuery } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { OwnFiles } from '../access/own-files.js';
import { countryName } from '../cases/countries.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import type { Language } from '../language/language.js';

/** Rows of each kind. */
export const RETURNS_SHOWN = 50;

/** Why somebody is on the list, in the order of the list. */
const KINDS = {
  asked: { where: { returnAskedAt: { $ne: null } }, by: 'returnAskedAt' },
  withdrawn: { where: { presence: 'withdrawn' }, by: 'presenceWithdrawnAt' },
  abroad: { where: { presence: 'abroad' }, by: 'returnOn' },
} as const satisfies Record<string, { where: FilterQuery<Confirmation>; by: keyof Confirmation }>;

export interface ReturnRow {
  readonly kind: keyof typeof KINDS;
  readonly personId: string;
  readonly name: string;
  readonly applicationNumber: string;
  readonly country: string | null;
  /** When they were asked, or left; the day they mean to be back, `YYYY-MM-DD`. */
  readonly date: Date | string;
  /** A colleague handles it: the file is the officer's own or a relative's. */
  readonly own: boolean;
}

/** Who is not in Canada, and who has to say whether they are back (S2c). */
@Injectable()
export class ReturnsList {
  constructor(
    private readonly em: EntityManager,
    private readonly ownFiles: OwnFiles,
  ) {}

  async read(officer: Actor<'officer'>, language: Language): Promise<{ rows: ReturnRow[]; total: number; more: boolean }> {
    const own = await this.ownFiles.of(officer);
    const rows: ReturnRow[] = [];
    let total = 0;
    let more = false;
    for (const [kind, { where, by }] of Object.entries(KINDS) as [ReturnRow['kind'], (typeof KINDS)[ReturnRow['kind']]][]) {
      const [found, count] = await this.em.findAndCount(
        Confirmation,
        { ...where, suspendedAt: null },
        { populate: ['person.caseFile'], orderBy: { [by]: 'asc', id: 'asc' }, limit: RETURNS_SHOWN },
      );
      total += count;
      more ||= count > found.length;
      rows.push(...found.map((confirmation) => shown(kind, confirmation, confirmation[by] ?? '', own, language)));
    }
    return { rows, total, more };
  }
}

function shown(
  kind: ReturnRow['kind'],
  { person, abroadCountry }: Confirmation,
  date: Date | string,
  own: ReadonlySet<string>,
  language: Language,
): ReturnRow {
  return {
    kind,
    personId: person.id,
    name: person.fullName,
    applicationNumber: person.caseFile.applicationNumber,
    country: abroadCountry ? countryName(abroadCountry, language) : null,
    date,
    own: own.has(person.caseFile.id),
  };
}
