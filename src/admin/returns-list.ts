import { EntityManager, type FilterQuery } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { OwnFiles } from '../access/own-files.js';
import { countryName } from '../cases/countries.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { behind, cutOff } from '../database/cut-off.js';
import type { Language } from '../language/language.js';
import { type ListPlace, readPlace } from './list-place.js';
import { COUNT_LIMIT, type LimitedCount, limitedCount } from './queue.filter.js';

/** Rows of each kind. */
export const RETURNS_SHOWN = 50;

/** Why somebody is on the list, in the order of the list; also names of texts. */
export const RETURN_KINDS = ['asked', 'withdrawn', 'abroad'] as const;
type ReturnKind = (typeof RETURN_KINDS)[number];
const KINDS = {
  asked: { where: { returnAskedAt: { $ne: null } }, by: 'returnAskedAt' },
  withdrawn: { where: { presence: 'withdrawn' }, by: 'presenceWithdrawnAt' },
  abroad: { where: { presence: 'abroad' }, by: 'returnOn' },
} as const satisfies Record<ReturnKind, { where: FilterQuery<Confirmation>; by: keyof Confirmation }>;

/** Of each kind no more than can be told, so that counting costs the same however many are away (TRUST.md 6). */
const COUNTED = `select count(*)::int total from (
    (select from confirmation where return_asked_at is not null and suspended_at is null limit ${COUNT_LIMIT + 1})
    union all (select from confirmation where presence = 'withdrawn' and suspended_at is null limit ${COUNT_LIMIT + 1})
    union all (select from confirmation where presence = 'abroad' and suspended_at is null limit ${COUNT_LIMIT + 1})) c`;

export interface ReturnRow {
  readonly kind: ReturnKind;
  readonly personId: string;
  readonly name: string;
  readonly applicationNumber: string;
  readonly country: string | null;
  /** When they were asked, or left; the day they mean to be back, `YYYY-MM-DD`. */
  readonly date: Date | string;
  /** A colleague handles it: the file is the officer's own or a relative's. */
  readonly own: boolean;
}

/** One kind alone, from a place on; all of them where there is none. */
interface ReturnsFilter {
  readonly kind: ReturnKind | null;
  readonly after: ListPlace | null;
}

/** Reads `?show=abroad&after=…`; whatever it does not know is as if it were not there. */
export const readReturnsFilter = ({ show, after }: Record<string, unknown>): ReturnsFilter => ({
  kind: RETURN_KINDS.find((kind) => kind === show) ?? null,
  after: readPlace(after),
});

interface ReturnsPage {
  readonly rows: readonly ReturnRow[];
  /** However much is shown. */
  readonly total: LimitedCount;
  /** Not all of them are shown. */
  readonly more: boolean;
  /** Where the next ones of the kind begin. */
  readonly next: ListPlace | null;
}

/** Who is not in Canada, and who has to say whether they are back (S2c). */
@Injectable()
export class ReturnsList {
  constructor(
    private readonly em: EntityManager,
    private readonly ownFiles: OwnFiles,
  ) {}

  /** The beginnings of all kinds, or of one kind the rows from a place on. */
  async read(officer: Actor<'officer'>, filter: ReturnsFilter, language: Language): Promise<ReturnsPage> {
    const own = await this.ownFiles.of(officer);
    const rows: ReturnRow[] = [];
    let next: ListPlace | null = null;
    for (const kind of filter.kind ? [filter.kind] : RETURN_KINDS) {
      const { where, by } = KINDS[kind];
      const found = await this.em.find(
        Confirmation,
        { $and: [{ ...where, suspendedAt: null }, filter.kind ? placedAfter(by, filter.after) : {}] },
        { populate: ['person.caseFile'], orderBy: { [by]: 'asc', id: 'asc' }, limit: RETURNS_SHOWN + 1 },
      );
      const { shown: some, last } = cutOff(found, RETURNS_SHOWN);
      if (last) next = { key: keyOf(last[by] ?? ''), id: last.id };
      rows.push(...some.map((confirmation) => shown(kind, confirmation, confirmation[by] ?? '', own, language)));
    }
    const [counted] = await this.em.execute<{ total: number }[]>(COUNTED);
    return { rows, total: limitedCount(counted?.total ?? 0), more: next !== null, next: filter.kind ? next : null };
  }
}

const keyOf = (value: Date | string): string => (typeof value === 'string' ? value : String(value.getTime()));

function placedAfter(by: (typeof KINDS)[ReturnKind]['by'], after: ListPlace | null): FilterQuery<Confirmation> {
  if (!after || (by === 'returnOn') !== after.key.includes('-')) return {};
  const value = by === 'returnOn' ? after.key : new Date(Number(after.key));
  return behind(by, value, after.id) as FilterQuery<Confirmation>;
}

function shown(
  kind: ReturnKind,
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
