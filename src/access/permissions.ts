import type { ActorKind } from './actor.js';

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
  ],
  representative: ['account.view', 'account.change', 'session.manage', 'factor.add', 'factor.manage', 'clients.view'],
  officer: [
    'account.view',
    'account.change',
    'session.manage',
    'factor.add',
    'factor.manage',
    'queue.view',
    'case.create',
    'case.view',
    'case.hold', // supervisors: the service asks for the role
    'invitation.send',
    'reply.read',
    'account.create',
    'password.reissue',
    'email.change',
    'session.end',
    'account.release',
    'presence.verify',
    'photo.review',
    'residence.confirm',
    'card.issue',
  ],
  newcomer: ['password.create'],
  entrant: ['factor.add'],
} as const satisfies Record<ActorKind, readonly string[]>;

export type Permission = (typeof PERMISSIONS)[ActorKind][number];

export const may = (kind: ActorKind, permission: Permission): boolean => (PERMISSIONS[kind] as readonly string[]).includes(permission);

/** Acts that only the applicant may ever do: a representative who tries is recorded, and the applicant is told (S33). */
export const ONLY_THE_APPLICANT: readonly Permission[] = [
  'presence.declare',
  'presence.tell_abroad',
  'address.give',
  'photo.prepare',
  'photo.submit',
];
