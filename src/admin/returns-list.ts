import { EntityManager, type FilterQuery } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { OwnFiles } from '../access/own-files.js';
import { countryName } from '../cases/countries.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import type { Language } from '../language/language.js';
import { COUNT_LIMIT, type LimitedCount, limitedCount } from './queue.filter.js';

/** Rows of each kind. */
export const RETURNS_SHOWN = 50;

/** Why somebody is on the list, in the order of the list. */
const KINDS = {
  asked: { where: { returnAskedAt: { $ne: null } }, by: 'returnAskedAt' },
  withdrawn: { where: { presence: 'withdrawn' }, by: 'presenceWithdrawnAt' },
  abroad: { where: { presence: 'abroad' }, by: 'returnOn' },
} as const satisfies Record<string, { where: FilterQuery<Confirmation>; by: keyof Confirmation }>;

/** Of each kind no more than can be told, so that counting costs the same however many are away (TRUST.md 6). */
const COUNTED = `select count(*)::int total from (
    (select from confirmation where return_asked_at is not null and suspended_at is null limit ${COUNT_LIMIT + 1})
    union all (select from confirmation where presence = 'withdrawn' and suspended_at is null limit ${COUNT_LIMIT + 1})
    union all (select from confirmation where presence = 'abroad' and suspended_at is null limit ${COUNT_LIMIT + 1})) c`;

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

  async read(officer: Actor<'officer'>, language: Language): Promise<{ rows: ReturnRow[]; total: LimitedCount; more: boolean }> {
    const own = await this.ownFiles.of(officer);
    const rows: ReturnRow[] = [];
    let more = false;
    for (const [kind, { where, by }] of Object.entries(KINDS) as [ReturnRow['kind'], (typeof KINDS)[ReturnRow['kind']]][]) {
      const found = await this.em.find(
        Confirmation,
        { ...where, suspendedAt: null },
        { populate: ['person.caseFile'], orderBy: { [by]: 'asc', id: 'asc' }, limit: RETURNS_SHOWN + 1 },
      );
      more ||= found.length > RETURNS_SHOWN;
      rows.push(...found.slice(0, RETURNS_SHOWN).map((confirmation) => shown(kind, confirmation, confirmation[by] ?? '', own, language)));
    }
    const [counted] = await this.em.execute<{ total: number }[]>(COUNTED);
    return { rows, total: limitedCount(counted?.total ?? 0), more };
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
