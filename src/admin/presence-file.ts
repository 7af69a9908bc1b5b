import { EntityManager } from '@mikro-orm/postgresql';
import { shownFacts } from '../cases/shown-facts.js';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Account } from '../accounts/account.entity.js';
import { nameOf } from '../accounts/account-name.js';
import { lastSharedBrowsers } from '../accounts/shared-browser.js';
import { AuditEvent } from '../audit/audit-event.entity.js';
import { countryName } from '../cases/countries.js';
import type { Person } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import type { Confirmation } from '../confirmation/confirmation.entity.js';
import { Confirmations } from '../confirmation/confirmations.js';
import { addressLines } from '../confirmation/postal-address.js';
import { mayStrike } from '../confirmation/paper/paper-declaration.rules.js';
import { lastDeclaration, type SignedDeclaration } from '../confirmation/last-declaration.js';
import { SIGNED_IN } from '../confirmation/lane-facts.js';
import { withdrawnSince } from '../confirmation/withdrawn-since.js';
import { standingOf } from '../confirmation/standing.js';
import { type Replied, repliedOf } from '../invitations/replied.js';
import { Reply } from '../invitations/reply.entity.js';
import { LANGUAGES, type Language } from '../language/language.js';
import { href } from '../language/routes.js';
import { RecordError } from '../residence/record-error.entity.js';
import { ResidenceRecord } from '../residence/residence-record.entity.js';
import { goesByPost } from '../residence/residence-records.js';
import { shownPerson } from './shown-person.js';

/** What an officer can do on the page now. */
export type PresenceTask = 'verify' | 'verifyByAnother' | 'confirm' | 'wait' | 'left' | 'done' | 'suspended';

/** What an officer did on this page's lanes, and what else moved them; the steps that are shown with who took them. */
const STEPS = [
  'presence.declared',
  'presence.paper_outlived',
  'presence.paper_recorded',
  'presence.paper_struck',
  'presence.abroad',
  'presence.asked_again',
  'presence.withdrawn',
  'presence.verified',
  'residence.confirmed',
  'ecopr.error_reported',
  'ecopr.error_answered',
  'ecopr.printed',
  'ecopr.reissued',
  'card.requested',
] as const;

/** A person's declaration beside the file and the reply, as plain values for the view. */
@Injectable()
export class PresenceFile {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFoundException */
  async of(officer: Actor<'officer'>, personId: string, language: Language) {
    const confirmation = await this.confirmations.forOfficer(officer, personId);
    const declaration = await lastDeclaration(this.em, personId);
    const reply = await this.#reply(confirmation.person);
    const events = await this.em.find(
      AuditEvent,
      { subject: personId, action: { $in: [...STEPS] } },
      { orderBy: { at: 'asc', id: 'asc' } },
    );
    const names = await this.#names([...events.map(({ actorAccount }) => actorAccount), declaration?.paper?.recordedBy]);
    const { person } = confirmation;
    const recordedHere = confirmation.presence === 'declared' && declaration?.paper?.recordedBy === officer.accountId;
    const task = recordedHere && taskOf(confirmation) === 'verify' ? 'verifyByAnother' : taskOf(confirmation);
    // a form on paper that the reply ended: its person has withdrawn nothing
    const ended = events.findLast(({ action }) => action === 'presence.withdrawn' || action === 'presence.paper_outlived');
    const outlived = ended?.action === 'presence.paper_outlived';
    return {
      ...shownPerson(person),
      task,
      lead: task === 'left' && outlived ? 'outlived' : task,
      outlived,
      paperPage: task === 'wait' || task === 'left',
      strikesVerified: task === 'confirm' && Boolean(declaration?.paper && mayStrike(officer, declaration.paper)),
      sharedBrowser: (await lastSharedBrowsers(this.em, person.caseFile.id, this.clock.now())).get(personId) ?? null,
      standing: confirmation.presence === 'not_started' ? null : standingOf(confirmation, SIGNED_IN, this.clock.now()),
      declaration: declaration && shownDeclaration(declaration, names),
      record: await this.#record(personId, task === 'done'),
      withdrawnAt: declaration && withdrawnSince(confirmation, declaration),
      away:
        confirmation.presence === 'abroad' && confirmation.returnOn
          ? { returnOn: confirmation.returnOn, country: countryName(confirmation.abroadCountry ?? '', language) }
          : null,
      reply: reply ? shownReply(repliedOf(reply, person), reply.sentAt ?? null, language) : null,
      file: shownFile(confirmation, language),
      steps: events.map(({ action, at, actorAccount, actorKind }) => ({
        name: action.replace('.', '-'),
        at,
        // the card asks for itself, whoever did the last thing it waited for
        by: action === 'card.requested' ? null : (names.get(actorAccount ?? '') ?? null),
        byOfficer: actorKind === 'officer',
      })),
    };
  }

  /** The eCOPR that counts, whether an error on it waits, and where a copy for the post is saved in either language. */
  async #record(personId: string, mayCopy: boolean) {
    const record = await this.em.findOne(ResidenceRecord, { person: personId, replacedAt: null });
    if (!record) return null;
    const reported = await this.em.count(RecordError, { person: personId, closedAt: null });
    const { number, issuedAt, lastDownloadAt } = record;
    const byPost = mayCopy && (await goesByPost(this.em, record, this.clock.now()));
    const copies = LANGUAGES.map((language) => ({ language, address: href('adminRecordCopy', language, { person: personId }) }));
    return { number, issuedAt, lastDownloadAt: lastDownloadAt ?? null, reported: reported > 0, copies: byPost ? copies : [] };
  }

  /** The principal applicant's reply, which answers for everybody on the case. */
  #reply({ caseFile }: Person): Promise<Reply | null> {
    const where = { invitation: { caseFile: caseFile.id }, sentAt: { $ne: null } };
    return this.em.findOne(Reply, where, { populate: ['person.caseFile.persons', 'members'] }) as Promise<Reply | null>;
  }

  /** How the owners of accounts are called: officers by the name they go by, applicants as in their file. */
  async #names(accounts: readonly (string | null | undefined)[]): Promise<Map<string, string>> {
    const ids = [...new Set(accounts.filter((id): id is string => Boolean(id)))];
    const found = ids.length > 0 ? await this.em.find(Account, { id: { $in: ids } }, { populate: ['person'] }) : [];
    return new Map(found.map((account) => [account.id, nameOf(account)]));
  }
}

function taskOf({ presence, residence, suspendedAt }: Confirmation): PresenceTask {
  if (suspendedAt) return 'suspended';
  if (residence === 'confirmed') return 'done';
  if (presence === 'declared') return 'verify';
  if (presence === 'withdrawn') return 'left';
  return presence === 'verified' ? 'confirm' : 'wait';
}

function shownDeclaration(
  { paper, declaredAt, signer, relation, typedName, version, language, reference }: SignedDeclaration,
  names: Map<string, string>,
) {
  const onPaper = paper && { signedOn: paper.signedOn, receivedOn: paper.receivedOn, recordedBy: names.get(paper.recordedBy) ?? '' };
  return { declaredAt, signer, relation, typedName, version, language, reference, paper: onPaper };
}

function shownReply({ answers, email, emailChanged }: Replied, sentAt: Date | null, language: Language) {
  return {
    sentAt,
    inCanada: answers.inCanada ?? null,
    returnOn: answers.returnOn ?? null,
    country: answers.country ? countryName(answers.country, language) : null,
    detailsRight: answers.detailsRight ?? null,
    detailsNote: answers.detailsNote ?? null,
    otherEmail: emailChanged ? email : null,
  };
}

function shownFile({ person, cardAddress }: Confirmation, language: Language) {
  const { facts } = person;
  return {
    ...shownFacts(facts, language),
    email: person.email,
    address: cardAddress ? addressLines(cardAddress) : [],
  };
}
