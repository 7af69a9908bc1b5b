import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { Invitation } from '../invitations/invitation.entity.js';
import { type InvitedFilter, invitationIn } from '../invitations/invited-filter.js';
import { normalApplicationNumber, normalEmail, normalUci, wordsOf } from '../privacy/normalise.js';
import { vault } from '../privacy/vault.js';
import { CASES_A_PAGE } from './case.rules.js';
import { CaseFile } from './case-file.entity.js';
import { Person } from './person.entity.js';
import { SearchWord } from './search-word.entity.js';

export interface FoundCases {
  readonly cases: readonly CaseFile[];
  /** Where the next page begins; null when there is none. */
  readonly next: string | null;
}

/** How officers find cases. Names, numbers and addresses are found through keyed hashes: the database does not know them (TRUST.md 19). */
@Injectable()
export class CaseSearch {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  /**
   * Cases with their persons, newest first, a page at a time (ids sort by the time they were made).
   * @param find an application number, a UCI, an email address, or words that must all be among one person's names; '' for every case
   * @param invited of these, those whose invitation stands so
   * @param before the last case of the page before
   */
  async find(_officer: Actor<'officer'>, find: string, before: string | null, invited: InvitedFilter | null = null): Promise<FoundCases> {
    const among = find === '' ? null : await this.#matching(find);
    if (invited) return pageOf(await this.#invited(invited, among, before));
    const cases = await this.em.find(
      CaseFile,
      {
        $and: [before !== null && isUuid(before) ? { id: { $lt: before } } : {}, among ? { id: { $in: among } } : {}],
      },
      { populate: ['persons'], strategy: 'select-in', orderBy: { id: 'desc' }, limit: CASES_A_PAGE + 1 },
    );
    return pageOf(cases);
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

  async #matching(find: string): Promise<string[]> {
    if (find.includes('@')) return this.#casesOf({ emailIndex: vault().index('email', normalEmail(find)) });
    if (!/\p{L}/u.test(find)) return this.#casesOf({ uciIndex: vault().index('uci', normalUci(find)) });
    const applicationNumberIndex = vault().index('application-number', normalApplicationNumber(find));
    const numbered = await this.em.findOne(CaseFile, { applicationNumberIndex }, { fields: ['id'], disableIdentityMap: true });
    return numbered ? [numbered.id] : this.#named(wordsOf(find));
  }

  async #named(words: readonly string[]): Promise<string[]> {
    if (words.length === 0) return [];
    const hashes = words.map((word) => vault().index('word', word));
    const found = await this.em.find(SearchWord, { word: { $in: hashes } }, { disableIdentityMap: true });
    const hits = new Map<string, number>();
    for (const { person } of found) hits.set(person.id, (hits.get(person.id) ?? 0) + 1);
    return this.#casesOf({ id: { $in: [...hits].filter(([, count]) => count === words.length).map(([id]) => id) } });
  }

  async #casesOf(where: { uciIndex: Buffer } | { emailIndex: Buffer } | { id: { $in: string[] } }): Promise<string[]> {
    const persons = await this.em.find(Person, where, { fields: ['caseFile'], disableIdentityMap: true });
    return persons.map(({ caseFile }) => caseFile.id);
  }
}

function pageOf(cases: readonly CaseFile[]): FoundCases {
  const page = cases.slice(0, CASES_A_PAGE);
  return { cases: page, next: cases.length > CASES_A_PAGE ? (page.at(-1)?.id ?? null) : null };
}
