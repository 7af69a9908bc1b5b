import { moves } from './transition.js';

/** PORTAL.md 3: the lanes of a person's confirmation, with every move there is. */
export const PRESENCE_STATES = ['not_started', 'declared', 'verified', 'abroad', 'withdrawn'] as const;
export type PresenceState = (typeof PRESENCE_STATES)[number];
export const nextPresence = moves<PresenceState, 'declare' | 'verify' | 'strike' | 'goAbroad' | 'comeBack' | 'withdraw'>('presence', {
  not_started: { declare: 'declared', goAbroad: 'abroad' },
  declared: { verify: 'verified', strike: 'not_started', withdraw: 'withdrawn' },
  verified: { strike: 'not_started', withdraw: 'withdrawn' },
  abroad: { goAbroad: 'abroad', comeBack: 'not_started' },
  withdrawn: { comeBack: 'not_started', goAbroad: 'abroad' },
});

export const ADDRESS_STATES = ['none', 'given', 'frozen', 'reopened'] as const;
export type AddressState = (typeof ADDRESS_STATES)[number];
/** Of a card that came back both addresses are looked at anew: the second answer closes the question, or the end of the time for it. */
export const nextAddress = moves<AddressState, 'giveHome' | 'give' | 'freeze' | 'unfreeze' | 'reopen' | 'end'>('address', {
  none: { giveHome: 'given', give: 'given' },
  given: { giveHome: 'given', give: 'given', freeze: 'frozen' },
  frozen: { unfreeze: 'given', reopen: 'reopened' },
  reopened: { giveHome: 'reopened', give: 'given', end: 'frozen' },
});

export const RESIDENCE_STATES = ['not_confirmed', 'confirmed'] as const;
export type ResidenceState = (typeof RESIDENCE_STATES)[number];
export const nextResidence = moves<ResidenceState, 'confirm'>('residence', {
  not_confirmed: { confirm: 'confirmed' },
  confirmed: {},
});
