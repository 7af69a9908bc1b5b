import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { Invitation } from '../invitations/invitation.entity.js';
import { type InvitedFilter, invitationIn } from '../invitations/invited-filter.js';
import { normalApplicationNumber, normalEmail, normalUci, wordsOf } from '../privacy/normalise.js';
import { vault } from '../privacy/vault.js';
import { CASES_A_PAGE, COMMON_WORD, MOST_FOUND, MOST_LOOKED_AT, MOST_WORDS } from './case.rules.js';
import { CaseFile } from './case-file.entity.js';
import { cutOff } from '../database/cut-off.js';
import { Person } from './person.entity.js';

export interface FoundCases {
  readonly cases: readonly CaseFile[];
  /** Where the next page begins; null when there is none. */
  readonly next: string | null;
  /** More people match, or may, than were looked at: another word would narrow it. */
  readonly tooMany: boolean;
}

interface Matching {
  readonly caseIds: readonly string[];
  readonly tooMany: boolean;
}

/** A postal code typed as one word: addresses have it as two. */
const POSTAL_CODE = /\b([a-z]\d[a-z])(\d[a-z]\d)\b/giu;

/** How officers find cases. Names, numbers and addresses are found through keyed hashes: the database does not know them (TRUST.md 19). */
@Injectable()
export class CaseSearch {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  /**
   * Cases with their persons, newest first, a page at a time (ids sort by the time they were made).
   * @param find an application number, a UCI, an email address, or words that must all be among one person's names and postal addresses, in any
   *   order; '' for every case
   * @param invited of these, those whose invitation stands so
   * @param before the last case of the page before
   */
  async find(_officer: Actor<'officer'>, find: string, before: string | null, invited: InvitedFilter | null = null): Promise<FoundCases> {
    const matching = find === '' ? null : await this.#matching(find);
    const among = matching?.caseIds ?? null;
    const tooMany = matching?.tooMany ?? false;
    if (invited) return pageOf(await this.#invited(invited, among, before), tooMany);
    const cases = await this.em.find(
      CaseFile,
      {
        $and: [before !== null && isUuid(before) ? { id: { $lt: before } } : {}, among ? { id: { $in: [...among] } } : {}],
      },
      { populate: ['persons'], strategy: 'select-in', orderBy: { id: 'desc' }, limit: CASES_A_PAGE + 1 },
    );
    return pageOf(cases, tooMany);
  }

  /** The case of a person. @throws NotFoundException */
  async caseOf(_officer: Actor<'officer'>, personId: string): Promise<string> {
    const person = isUuid(personId)
      ? await this.em.findOne(Person, { id: personId }, { fields: ['caseFile'], disableIdentityMap: true })
      : null;
    if (!person) throw new NotFoundException();
    return person.caseFile.id;
  }

  /** The same by the state of their invitations. */
  async #invited(invited: InvitedFilter, among: readonly string[] | null, before: string | null): Promise<CaseFile[]> {
    const found = await this.em.find(
      Invitation,
      {
        $and: [
          invitationIn(invited, this.clock.now()),
          before !== null && isUuid(before) ? { caseFile: { id: { $lt: before } } } : {},
          among ? { caseFile: { id: { $in: [...among] } } } : {},
        ],
      },
      { populate: ['caseFile.persons'], strategy: 'select-in', orderBy: { caseFile: 'desc' }, limit: CASES_A_PAGE + 1 },
    );
    return found.map(({ caseFile }) => caseFile);
  }

  async #matching(find: string): Promise<Matching> {
    if (find.includes('@')) return this.#casesOf({ emailIndex: vault().index('email', normalEmail(find)) });
    const byUci = /\p{L}/u.test(find) ? null : await this.#casesOf({ uciIndex: vault().index('uci', normalUci(find)) });
    if (byUci && byUci.caseIds.length > 0) return byUci;
    const applicationNumberIndex = vault().index('application-number', normalApplicationNumber(find));
    const numbered = await this.em.findOne(CaseFile, { applicationNumberIndex }, { fields: ['id'], disableIdentityMap: true });
    return numbered
      ? { caseIds: [numbered.id], tooMany: false }
      : this.#worded(wordsOf(find.replace(POSTAL_CODE, '$1 $2')).slice(0, MOST_WORDS));
  }

  /** The rarest word first, so that a street of every town is not read through for each of its people. */
  async #worded(words: readonly string[]): Promise<Matching> {
    if (words.length === 0) return { caseIds: [], tooMany: false };
    const hashes = words.map((word) => [vault().index('word', word), vault().index('address-word', word)] as const);
    const counts = await this.em.execute<{ at: number; many: number }[]>(
      hashes.map((_, at) => `select ${at} at, (select count(*)::int from (${newestWithWord(COMMON_WORD)}) w) many`).join(' union all '),
      hashes.flat(),
    );
    counts.sort((one, other) => one.many - other.many);
    const [rarest, ...others] = counts.map(({ at }) => hashes[at]!);
    const isCommon = counts[0]!.many >= COMMON_WORD;
    const most = isCommon ? MOST_LOOKED_AT : COMMON_WORD;
    const found = await this.em.execute<{ person_id: string }[]>(
      `select distinct person_id from (${newestWithWord(most)}) w ${others.length > 0 ? 'where' : ''} ${others.map(() => HAS_WORD).join(' and ')}
        order by person_id desc limit ${MOST_FOUND + 1}`,
      [...rarest!, ...others.flat()],
    );
    const ids = found.slice(0, MOST_FOUND).map(({ person_id }) => person_id);
    return { ...(await this.#casesOf({ id: { $in: ids } })), tooMany: isCommon || found.length > MOST_FOUND };
  }

  async #casesOf(where: { uciIndex: Buffer } | { emailIndex: Buffer } | { id: { $in: string[] } }): Promise<Matching> {
    const persons = await this.em.find(Person, where, { fields: ['caseFile'], disableIdentityMap: true });
    return { caseIds: persons.map(({ caseFile }) => caseFile.id), tooMany: false };
  }
}

/** Who has a word among their names, or in an address: so many of each at most. */
const newestWithWord = (most: number): string =>
  ['search_word', 'address_word']
    .map((table) => `(select person_id from ${table} where word = ? order by person_id desc limit ${most})`)
    .join(' union all ');
/** Looked up for each row alone (`offset 0`): else all who have the word are read at once. */
const HAS_WORD = `(exists (select from search_word s where s.word = ? and s.person_id = w.person_id offset 0)
                   or exists (select from address_word a where a.word = ? and a.person_id = w.person_id offset 0))`;

function pageOf(cases: readonly CaseFile[], tooMany: boolean): FoundCases {
  const { shown, last } = cutOff(cases, CASES_A_PAGE);
  return { cases: shown, next: last?.id ?? null, tooMany };
}
