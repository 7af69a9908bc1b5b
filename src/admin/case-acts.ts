import type { ActedFor } from '../accounts/family-acting.js';
import { isOnItsWay } from '../cards/card.states.js';
import type { Confirmation } from '../confirmation/confirmation.entity.js';
import type { Entry } from '../confirmation/lane-facts.js';
import type { Reply } from '../invitations/reply.entity.js';
import type { Language } from '../language/language.js';
import { href } from '../language/routes.js';
import { isWaiting } from '../photos/photo-attempt.states.js';

/** Something an officer can do from the page of a case: a button that acts, or the page where it is done. */
export interface CaseAct {
  /** The name of its words, `admin-cases:act.<name>`. */
  readonly name: string;
  readonly address: string;
  readonly posts: boolean;
  /** What waits for the officer comes first and filled. */
  readonly waits: boolean;
}

type Confirming = Pick<Confirmation, 'presence' | 'residence' | 'photo' | 'card'>;

const post = (name: string, address: string, waits: boolean): CaseAct => ({ name, address, posts: true, waits });
const page = (name: string, address: string, waits: boolean): CaseAct => ({ name, address, posts: false, waits });
const only = (acts: (CaseAct | false)[]): CaseAct[] => acts.filter((act) => act !== false);

/** What waits for an officer comes first. */
export const waitingFirst = (acts: readonly CaseAct[]): CaseAct[] =>
  [...acts].sort((one, other) => Number(other.waits) - Number(one.waits));

/** What can be done now with the case: invitation and reply. The services judge again. */
export function caseActs(
  caseId: string,
  entry: Entry,
  reply: Pick<Reply, 'readAt'> | null,
  version: number,
  language: Language,
): CaseAct[] {
  // a mail's button carries what stood on the page, so that a second press of it sends nothing
  const invitation = `${href('adminInvitation', language, { case: caseId })}?version=${version}`;
  return only([
    reply !== null && page(reply.readAt ? 'seeReply' : 'readReply', href('adminReply', language, { case: caseId }), !reply.readAt),
    entry.invitation === 'draft' && post('send', invitation, true),
    ['sent', 'bounced', 'expired', 'declined'].includes(entry.invitation) && post('sendAgain', invitation, entry.invitation !== 'sent'),
  ]);
}

/** The same for a person. */
export function personActs(
  person: string,
  entry: Entry,
  { presence, residence, photo, card }: Confirming,
  { acting, asked }: Pick<ActedFor, 'acting' | 'asked'>,
  reply: { readonly read: boolean; readonly confirmed: boolean; readonly link: string; readonly shared: boolean },
  version: number | null,
  language: Language,
  mayMakeCards: boolean,
): CaseAct[] {
  const mayHaveAccount = entry.account === 'none' && reply.read && reply.confirmed;
  const waitsForAddress = entry.account === 'none' && acting.account !== 'never' && reply.link !== '';
  const reissue = `${href('adminTemporaryPassword', language, { person })}?version=${version}`;
  return waitingFirst(
    only([
      mayHaveAccount &&
        acting.account !== 'never' &&
        post(
          acting.account === 'offered' ? 'offerAccount' : 'createAccount',
          href('adminAccount', language, { person }),
          !asked && acting.reason !== 'agreed',
        ),
      mayHaveAccount && acting.mayAsk && !reply.shared && post('askConsent', href('adminConsent', language, { person }), false),
      waitsForAddress && post('sendLink', `${href('adminEmailLink', language, { person })}?link=${reply.link}`, false),
      waitsForAddress && page('otherAddress', href('adminEmail', language, { person }), false),
      ['temporary', 'expired', 'requested'].includes(entry.account) && post('reissue', reissue, entry.account === 'requested'),
      presence === 'declared' && page('checkPresence', href('adminPresence', language, { person }), true),
      presence === 'verified' &&
        residence === 'not_confirmed' &&
        page('confirmResidence', href('adminPresence', language, { person }), true),
      // also of somebody who declared nothing here: a declaration may come on paper
      (residence === 'confirmed' || !['declared', 'verified'].includes(presence)) &&
        page('seePresence', href('adminPresence', language, { person }), false),
      Boolean(photo && isWaiting(photo.state)) && page('lookAtPhoto', href('adminPhoto', language, { attempt: photo?.id ?? '' }), true),
      Boolean(card && isOnItsWay(card.state)) && page('cardCameBack', href('adminCardReturn', language, { card: card?.id ?? '' }), false),
      mayMakeCards &&
        Boolean(card) &&
        page(
          'cards',
          href('adminCards', language),
          ['requested', 'printed', 'reported_missing'].includes(card?.state ?? '') || (card?.state === 'came_back' && !card.endsOn),
        ),
    ]),
  );
}
