/**
 * What the portal promises of a person's lanes (PORTAL.md 3), written a second time and by hand: nothing here comes from src/. The spec
 * beside it sends random requests and holds the portal to it.
 */
export const ACTS = [
  ...(['declare', 'goAbroad', 'leave', 'giveHome', 'giveMailing', 'upload', 'frame', 'apply', 'tick', 'submit', 'reportMissing'] as const),
  ...(['verify', 'confirm', 'look', 'accept', 'return', 'undo', 'print', 'mail', 'comeBack', 'replace'] as const),
] as const;
export type Act = (typeof ACTS)[number];

/** Nobody has signed in; a newcomer has a temporary password, an entrant is an officer without a second step: neither has come further. */
export const OUTSIDE = ['nobody', 'newcomer', 'entrant'] as const;
export const WHO = ['applicant', 'stranger', 'representative', 'officer', 'colleague', 'clerk', 'supervisor', ...OUTSIDE] as const;
export type Who = (typeof WHO)[number];

/** Whose file it is: the applicant's, whom the representative helps, or the stranger's. */
export type File = 'applicant' | 'stranger';

type Photo = 'draft' | 'framed' | 'checked' | 'ready' | 'submitted' | 'in_review' | 'accepted' | 'returned';

export interface Lanes {
  presence: 'not_started' | 'abroad' | 'declared' | 'verified' | 'withdrawn';
  home: boolean;
  mailing: boolean;
  frozen: boolean;
  /** The card came back, and the person has not said where it is to go. */
  reopened: boolean;
  residence: boolean;
  card: 'none' | 'requested' | 'printed' | 'mailed' | 'presumed_delivered' | 'came_back' | 'reported_missing' | 'closed';
  /** Since it was mailed, or came back. */
  days: number;
  photo: Photo | 'none';
  attempts: number;
  /** Officers who have had their first look at the newest photo. */
  looked: Set<Who>;
  decider: Who | null;
  /** The decision can still be undone, and the person has not been told. */
  undoable: boolean;
}

export const atTheStart = (): Lanes => ({
  presence: 'not_started',
  home: false,
  mailing: false,
  frozen: false,
  reopened: false,
  residence: false,
  card: 'none',
  days: 0,
  photo: 'none',
  attempts: 0,
  looked: new Set(),
  decider: null,
  undoable: false,
});

/** As for somebody who has done everything, and whose card is in the mail since today. */
export const inTheMail = (): Lanes => ({
  ...atTheStart(),
  presence: 'verified',
  home: true,
  mailing: true,
  frozen: true,
  residence: true,
  card: 'mailed',
  photo: 'accepted',
  attempts: 1,
});

const OFFICERS_ACTS = new Set<Act>(['verify', 'confirm', 'look', 'accept', 'return', 'undo']);
const CLERKS_ACTS = new Set<Act>(['print', 'mail', 'replace']);

/** S32, S33, TRUST.md 1: an applicant for their own file, officers for files, clerks for cards, supervisors for both, a representative never. */
export function mayEver(who: Who, act: Act, file: File): boolean {
  if (CLERKS_ACTS.has(act)) return ['clerk', 'supervisor'].includes(who);
  if (act === 'comeBack') return ['officer', 'colleague', 'clerk', 'supervisor'].includes(who);
  return OFFICERS_ACTS.has(act) ? ['officer', 'colleague', 'supervisor'].includes(who) : who === file;
}

/**
 * Does an act to the lanes; false when it changes nothing: the step before is missing, or the step was done.
 * @param warned whether a check warned about the newest photo: the picture decides that, not the order of steps
 */
export function doTo(lanes: Lanes, act: Act, who: Who, warned: boolean): boolean {
  const changes = EFFECTS[act](lanes, who, warned);
  if (changes && lanes.residence && lanes.photo === 'accepted' && lanes.home && lanes.mailing && lanes.card === 'none')
    lanes.card = 'requested';
  return changes;
}

/** The minute in which a decision can be undone goes by. */
export function minutesPass(lanes: Lanes): void {
  lanes.undoable = false;
}

/** Weeks go by for the card alone: after 42 days it is taken as delivered, after 180 it is closed, as is one that came back and nobody asked for. */
export function weeksPass(lanes: Lanes, days: number): void {
  lanes.days += days;
  const waits = lanes.card === 'came_back' && lanes.reopened;
  if (lanes.card === 'mailed' && lanes.days >= 42) lanes.card = 'presumed_delivered';
  if ((lanes.card === 'presumed_delivered' || waits) && lanes.days >= 180)
    Object.assign(lanes, { card: 'closed', frozen: true, reopened: false });
}

/** What would bring a file on, and who does it: requests that only go astray never get far. */
export function nextOnTheWay(lanes: Lanes, file: File, officer: Who, returns: boolean): { readonly act: Act; readonly who: Who } | null {
  const own: [boolean, Act][] = [
    [isAway(lanes), 'declare'],
    [!lanes.home, 'giveHome'],
    [!lanes.mailing || lanes.reopened, 'giveMailing'],
    [lanes.photo === 'none' || (lanes.photo === 'returned' && !lanes.undoable), 'upload'],
    [lanes.photo === 'draft' || lanes.photo === 'framed', 'apply'],
    [lanes.photo === 'checked', 'tick'],
    [lanes.photo === 'ready', 'submit'],
  ];
  const officers: [boolean, Act][] = [
    [waits(lanes), returns ? 'return' : 'accept'],
    [lanes.presence === 'declared', 'verify'],
    [lanes.presence === 'verified' && !lanes.residence, 'confirm'],
    [lanes.card === 'requested', 'print'],
    [lanes.card === 'printed' || (lanes.card === 'came_back' && !lanes.reopened), 'mail'],
    [lanes.card === 'reported_missing', 'replace'],
  ];
  const mine = own.find(([open]) => open)?.[1];
  if (mine) return { act: mine, who: file };
  const theirs = officers.find(([open]) => open)?.[1];
  return theirs ? { act: theirs, who: CLERKS_ACTS.has(theirs) ? 'clerk' : officer } : null;
}

/** Has not declared, or not since they left. */
const isAway = ({ presence }: Lanes): boolean => presence !== 'declared' && presence !== 'verified';
const isInTheMail = ({ card }: Lanes): boolean => card === 'mailed' || card === 'presumed_delivered';
const isDraft = ({ photo }: Lanes): boolean => ['draft', 'framed', 'checked', 'ready'].includes(photo);
const waits = ({ photo }: Lanes): boolean => photo === 'submitted' || photo === 'in_review';

type Effect = (lanes: Lanes, who: Who, warned: boolean) => boolean;

/** Sets a lane where a condition holds. */
const when = (holds: boolean, change: () => void): boolean => {
  if (holds) change();
  return holds;
};

const EFFECTS: Record<Act, Effect> = {
  declare: (l) => when(isAway(l), () => (l.presence = 'declared')),
  goAbroad: (l) => when(isAway(l), () => (l.presence = 'abroad')),
  leave: (l) => when(!isAway(l) && !l.residence, () => (l.presence = 'withdrawn')),
  giveHome: (l) => when(!l.frozen, () => (l.home = true)),
  giveMailing: (l) => when(!l.frozen && l.home, () => Object.assign(l, { mailing: true, reopened: false })),
  upload: (l) =>
    when(l.photo === 'none' || isDraft(l) || (l.photo === 'returned' && !l.undoable), () => {
      if (!isDraft(l)) l.attempts++;
      l.photo = 'draft';
      l.looked.clear();
      l.decider = null;
    }),
  frame: (l) => when(isDraft(l), () => (l.photo = 'framed')),
  apply: (l) => when(isDraft(l), () => (l.photo = 'checked')),
  tick: (l) => when(l.photo === 'checked' || l.photo === 'ready', () => (l.photo = 'ready')),
  submit: (l) =>
    when(
      l.photo === 'ready' && l.home && l.mailing && (l.presence === 'declared' || l.presence === 'verified'),
      () => (l.photo = 'submitted'),
    ),
  verify: (l) => when(l.presence === 'declared', () => (l.presence = 'verified')),
  confirm: (l) => when(l.presence === 'verified' && !l.residence, () => (l.residence = true)),
  look: (l, who) => when(waits(l), () => l.looked.add(who)),
  // where a check warned, the press before the findings were seen is only the first look
  accept: (l, who, warned) =>
    when(waits(l), () => {
      const only = warned && !l.looked.has(who);
      l.looked.add(who);
      if (!only) Object.assign(l, { photo: 'accepted', decider: who, undoable: true });
    }),
  return: (l, who) =>
    when(waits(l), () => {
      l.looked.add(who);
      Object.assign(l, { photo: 'returned', decider: who, undoable: true });
    }),
  // whose decision it was, or a supervisor, whoever's it was
  undo: (l, who) =>
    when(
      (l.photo === 'accepted' || l.photo === 'returned') &&
        l.undoable &&
        (l.decider === who || who === 'supervisor') &&
        ['none', 'requested'].includes(l.card),
      () => {
        Object.assign(l, { photo: 'in_review', card: 'none', decider: null, undoable: false });
      },
    ),
  print: (l) => when(l.card === 'requested' && l.photo === 'accepted', () => Object.assign(l, { card: 'printed', frozen: true })),
  mail: (l) =>
    when(l.card === 'printed' || (l.card === 'came_back' && !l.reopened), () =>
      Object.assign(l, { card: 'mailed', frozen: true, days: 0 }),
    ),
  comeBack: (l) => when(isInTheMail(l), () => Object.assign(l, { card: 'came_back', frozen: false, reopened: true, days: 0 })),
  reportMissing: (l) =>
    when(isInTheMail(l) && l.days >= 42 && l.days < 180, () => Object.assign(l, { card: 'reported_missing', frozen: false })),
  replace: (l) => when(l.card === 'reported_missing', () => (l.card = 'requested')),
};

/** What the person reads of all that (PORTAL.md 3, the labels): how it begins. A decision that can still be undone is not told. */
export function labelOf(lanes: Lanes): string {
  const photo = lanes.undoable ? 'in_review' : lanes.photo;
  const card = lanes.undoable ? 'none' : lanes.card;
  if (card === 'mailed' || card === 'presumed_delivered') return 'Mailed on ';
  if (card === 'came_back') return lanes.reopened ? 'Your card came back: check your address' : 'In progress: mailing your card again';
  if (card === 'reported_missing') return 'We are replacing your card';
  if (card === 'closed') return 'Closed';
  if (card !== 'none') return 'In progress: making your card, due by ';
  const atHome = lanes.presence !== 'abroad';
  const asked = [
    lanes.presence === 'not_started' || lanes.presence === 'withdrawn' ? 'declare that you are in Canada' : '',
    lanes.home && lanes.mailing ? '' : 'give your address',
    ['none', 'draft', 'framed', 'checked', 'ready'].includes(photo) ? 'send your photo' : '',
  ].filter(Boolean);
  if (atHome && photo === 'returned') return 'Waiting on you: we returned your photo';
  if (atHome && asked.length > 0) return `Waiting on you: ${asked[0]}`;
  if (photo === 'submitted' || photo === 'in_review') return 'Received: photo waiting since ';
  if (lanes.presence === 'declared') return 'In progress: checking your declaration';
  if (lanes.presence === 'verified' && !lanes.residence) return 'In progress: confirming your permanent residence';
  if (lanes.residence) return 'Completed: permanent residence confirmed on ';
  return 'On hold until you are back in Canada';
}
