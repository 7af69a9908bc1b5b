/** Why a supervisor can't do this to an officer's account now; also names of texts. */
export type StaffRefusal = 'own' | 'lastSupervisor' | 'notSuspended' | 'suspended' | 'reported' | 'emptied' | 'noChange';

export interface StaffFacts {
  readonly own: boolean;
  readonly state: 'temporary' | 'active' | 'suspended';
  /** Closed because its owner said "this wasn't me": it opens only where somebody has checked who its owner is. */
  readonly reported: boolean;
  /** Its owner left long ago, and nothing is left of it but the name. */
  readonly emptied: boolean;
  readonly role: string | null;
  /** Active supervisors other than this one. */
  readonly otherSupervisors: number;
}

export type StaffAct = 'suspend' | 'resume' | 'reset' | 'changeRole';

/** Nobody acts on their own account, and a system never loses its last active supervisor. */
export function whyNot(
  act: StaffAct,
  { own, state, reported, emptied, role, otherSupervisors }: StaffFacts,
  newRole?: string,
): StaffRefusal | null {
  if (own) return 'own';
  if (emptied) return 'emptied';
  if (reported) return 'reported'; // else a suspension that is taken back would open it unchecked
  if (act === 'resume') return state === 'suspended' ? null : 'notSuspended';
  if (state === 'suspended') return 'suspended';
  if (act === 'changeRole' && role === newRole) return 'noChange';
  const loses = role === 'supervisor' && (act === 'suspend' || act === 'changeRole');
  return loses && otherSupervisors === 0 ? 'lastSupervisor' : null;
}
