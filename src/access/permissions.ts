import type { Actor, ActorKind, OfficerRole } from './actor.js';

/**
 * Who may do what. The row that is missing is the rule: no line of a representative's declares presence, acknowledges or submits
 * (S32, S33), and none of an officer's declares for somebody.
 */
export const PERMISSIONS = {
  applicant: [
    'account.view',
    'session.manage',
    'account.change',
    'factor.add',
    'factor.manage',
    'confirmation.view',
    'presence.declare',
    'presence.tell_abroad',
    'address.give',
    'photo.prepare',
    'photo.submit',
    'card.report_missing',
    'record.report',
    'message.write',
    'representative.end',
  ],
  representative: [
    'account.view',
    'account.change',
    'session.manage',
    'factor.add',
    'factor.manage',
    'clients.view',
    'client.give_up',
    'draft.prepare',
  ],
  // every officer may name their relatives' files, so that nobody opens one by mistake
  officer: [
    'account.view',
    'account.change',
    'session.manage',
    'factor.add',
    'factor.manage',
    'factor.reset',
    'queue.view',
    'case.create',
    'case.view',
    'invitation.send',
    'reply.read',
    'account.create',
    'password.reissue',
    'email.change',
    'representative.record',
    'session.end',
    'account.release',
    'presence.verify',
    'file.suspend',
    'presence.record_paper',
    'photo.review',
    'residence.confirm',
    'message.answer',
    'note.write',
    'card.return',
    'relatives.declare',
  ],
  card_clerk: [
    'account.view',
    'account.change',
    'session.manage',
    'factor.add',
    'factor.manage',
    'card.issue',
    'card.return',
    'relatives.declare',
  ],
  supervisor: [
    'account.view',
    'account.change',
    'session.manage',
    'factor.add',
    'factor.manage',
    'factor.reset',
    'queue.view',
    'case.create',
    'case.view',
    'case.hold',
    'invitation.send',
    'reply.read',
    'account.create',
    'password.reissue',
    'email.change',
    'representative.record',
    'session.end',
    'account.release',
    'presence.verify',
    'file.suspend',
    'presence.record_paper',
    'photo.review',
    'residence.confirm',
    'message.answer',
    'note.write',
    'card.return',
    'relatives.declare',
    'relatives.view_all',
    'card.issue',
    'photo.correct',
    'staff.manage',
    'report.view',
    'check.demote',
  ],
  newcomer: ['password.create'],
  entrant: ['factor.add'],
} as const satisfies Record<Role, readonly string[]>;

/** A kind of people; of officers, what they are there for. */
export type Role = ActorKind | OfficerRole;

export const roleOf = (actor: Actor): Role => ('role' in actor && actor.kind === 'officer' ? (actor as Actor<'officer'>).role : actor.kind);

export type Permission = (typeof PERMISSIONS)[Role][number];

export const may = (role: Role, permission: Permission): boolean => (PERMISSIONS[role] as readonly string[]).includes(permission);

/** Acts that only the applicant may ever do: a representative who tries is recorded, and the applicant is told (S33). */
export const ONLY_THE_APPLICANT: readonly Permission[] = [
  'presence.declare',
  'presence.tell_abroad',
  'address.give',
  'photo.prepare',
  'photo.submit',
  'card.report_missing',
];
