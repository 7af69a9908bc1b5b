import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Account } from '../accounts/account.entity.js';
import { nameOf } from '../accounts/account-name.js';
import { LONGEST_NAME } from '../cases/case.rules.js';
import { BEFORE_ALL } from '../database/in-pages.js';
import { isUuid } from '../database/uuid.js';
import { CaseImport } from '../imports/case-import.entity.js';
import { COLUMNS, IMPORTS_SHOWN, MISTAKES_SHOWN } from '../imports/import.rules.js';
import { ImportInviting } from '../imports/import-inviting.service.js';
import { ImportMistake } from '../imports/import-mistake.entity.js';
import { ManyInvitations } from '../invitations/many-invitations.service.js';
import type { Language } from '../language/language.js';
import { Translator } from '../language/translator.js';

/** A mistake in words. */
export interface ShownMistake {
  readonly line: number;
  readonly column: string;
  readonly wrong: string;
  readonly remedy: string;
}

/** Mistakes in one look at the list. */
const BATCH = 500;

/** What officers see of imports, as plain values for the views. */
@Injectable()
export class ImportPage {
  constructor(
    private readonly em: EntityManager,
    private readonly inviting: ImportInviting,
    private readonly invitations: ManyInvitations,
    private readonly translator: Translator,
  ) {}

  /** The newest first. */
  async recent(): Promise<Record<string, unknown>[]> {
    const found = await this.em.find(
      CaseImport,
      { arrivedAt: { $ne: null } },
      { orderBy: { begunAt: 'desc', id: 'desc' }, limit: IMPORTS_SHOWN },
    );
    const names = await this.#namesOf(found);
    return found.map((one) => shown(one, names));
  }

  /** @throws NotFoundException */
  async of(officer: Actor<'officer'>, importId: string, language: Language): Promise<Record<string, unknown>> {
    const found = await this.find(importId);
    const mistakes = await this.em.find(
      ImportMistake,
      { import: importId },
      { orderBy: { line: 'asc', turn: 'asc' }, limit: MISTAKES_SHOWN },
    );
    const count = await this.em.count(ImportMistake, { import: importId });
    return {
      ...shown(found, await this.#namesOf([found])),
      mistakes: mistakes.map((one) => this.#inWords(one, language)),
      mistakeCount: count,
      shownMistakes: mistakes.length,
      invitations: await this.#invitationsOf(officer, found),
    };
  }

  /** Every mistake, a few at a time. */
  async *mistakesOf(importId: string, language: Language): AsyncGenerator<ShownMistake> {
    for (let [line, turn] = [0, 0]; ; ) {
      const after = { $or: [{ line: { $gt: line } }, { line, turn: { $gt: turn } }] };
      const found = await this.em
        .fork()
        .find(ImportMistake, { import: importId, ...after }, { orderBy: { line: 'asc', turn: 'asc' }, limit: BATCH });
      for (const one of found) yield this.#inWords(one, language);
      const last = found.at(-1);
      if (!last || found.length < BATCH) return;
      [line, turn] = [last.line, last.turn];
    }
  }

  /** @throws NotFoundException also while it is still arriving */
  async find(importId: string): Promise<CaseImport> {
    const found = isUuid(importId) ? await this.em.findOne(CaseImport, { id: importId, arrivedAt: { $ne: null } }) : null;
    if (!found) throw new NotFoundException();
    return found;
  }

  /** What each column takes, for the help and as a remedy. */
  columns(language: Language): { name: string; rule: string }[] {
    return COLUMNS.map((column) => ({
      name: this.translator.text(language, `admin-imports:column.${column}.name`),
      rule: this.translator.text(language, `admin-imports:column.${column}.rule`, { most: LONGEST_NAME }),
    }));
  }

  /** A remedy of its own, where the mistake has one; else what the column takes. */
  #inWords({ line, place, words, details }: ImportMistake, language: Language): ShownMistake {
    const remedy = `admin-imports:remedy.${words.slice(words.indexOf('.') + 1)}`;
    const text = (key: string): string => this.translator.text(language, key, { most: LONGEST_NAME, ...details });
    return {
      line,
      column: place ? text(`admin-imports:column.${place}.name`) : text('admin-imports:wholeRow'),
      wrong: text(words),
      remedy: this.translator.has(language, remedy) || !place ? text(remedy) : text(`admin-imports:column.${place}.rule`),
    };
  }

  async #invitationsOf(
    officer: Actor<'officer'>,
    { id, finishedAt, invitingSince, invitedAt, invitingStoppedAt, invitationsSent }: CaseImport,
  ) {
    const waiting = finishedAt ? await this.inviting.waitingOf(id) : 0;
    const drafts = invitedAt && waiting > 0 ? await this.inviting.draftsOf(id, BEFORE_ALL, MISTAKES_SHOWN) : [];
    const { not } = await this.invitations.judge(
      officer,
      drafts.map((draft) => draft.id),
    );
    const stopped = Boolean(invitingStoppedAt);
    const going = Boolean(invitingSince && !invitedAt && !stopped);
    return { waiting, sent: invitationsSent, going, stopped, done: Boolean(invitedAt) || stopped, not };
  }

  async #namesOf(imports: readonly CaseImport[]): Promise<ReadonlyMap<string, string>> {
    const ids = imports.flatMap(({ begunBy, readBy }) => (readBy ? [begunBy, readBy] : [begunBy]));
    const accounts = await this.em.find(Account, { id: { $in: ids } });
    return new Map(accounts.map((account) => [account.id, nameOf(account)]));
  }
}

const shown = (one: CaseImport, names: ReadonlyMap<string, string>) => ({
  id: one.id,
  fileName: one.fileName,
  at: one.begunAt,
  by: names.get(one.begunBy) ?? '',
  reader: names.get(one.readBy ?? one.begunBy) ?? '',
  resumed: Boolean(one.readBy),
  stoppedAt: one.stoppedAt ?? null,
  rows: one.rows,
  rowsRead: one.rowsRead,
  made: one.casesMade,
  unchanged: one.casesUnchanged,
  refused: one.casesRefused,
  finishedAt: one.finishedAt ?? null,
});
