import type { Actor } from '../access/actor.js';
import { type CardDue, cardDue } from '../cards/card-due.js';
import { type CardName, cardName } from '../cards/card-name.js';
import type { Card } from '../cards/card.entity.js';
import { type ReleaseRefusal, whyNotRelease } from '../cards/card.policy.js';
import { type CardState, isOnItsWay } from '../cards/card.states.js';
import { type AgainWay, againWay } from '../cards/mailed/mail-again.js';
import type { ReturnReason } from '../cards/mailed/mailed-card.rules.js';
import type { Config } from '../config.js';
import { addressLines, type PostalAddress } from '../confirmation/postal-address.js';
import { dayOf } from '../language/formats.js';

/** A card in a list, as plain values for the view. */
export interface ListedCard {
  readonly id: string;
  readonly state: CardState;
  readonly personId: string;
  readonly fullName: string;
  readonly applicationNumber: string;
  readonly name: CardName;
  /** Where it goes: as the address stands now until it is printed, or since it came back; otherwise as it was frozen (S13). */
  readonly address: readonly string[];
  readonly due: CardDue;
  readonly printedAt: Date | null;
  readonly mailedAt: Date | null;
  readonly trackingNumber: string | null;
  readonly cameBack: { readonly on: string; readonly reason: ReturnReason } | null;
  readonly missingAt: Date | null;
  /** It is made in place of one that never came. */
  readonly isReplacement: boolean;
  /** The day on which it is closed, while it waits for its person. */
  readonly endsOn: string | null;
  readonly isOnItsWay: boolean;
  /** Who prepared it, under the two-person rule. */
  readonly preparedBy: string | null;
  /** Why this officer can't send it to print; null when they can. */
  readonly notYet: ReleaseRefusal | null;
  /** What becomes of one that came back, once its person has answered. */
  readonly again: AgainWay;
  /** A colleague handles it: the file is the officer's own or a relative's. */
  readonly own: boolean;
}

interface Around {
  readonly address: PostalAddress | null;
  readonly preparedBy: string | null;
  readonly rule: Config['cardRelease'];
  readonly officer: Actor<'officer'>;
  /** Accounts that made the officer's, or that it made. */
  readonly linked: ReadonlySet<string>;
  readonly own: boolean;
  /** Persons whose reported error is looked at. */
  readonly errors: ReadonlySet<string>;
  readonly now: Date;
}

export function listedCard(card: Card, { address, preparedBy, rule, officer, linked, own, errors, now }: Around): ListedCard {
  const { id, state, person, cameBackOn, cameBackReason } = card;
  return {
    id,
    state,
    personId: person.id,
    fullName: person.fullName,
    applicationNumber: person.caseFile.applicationNumber,
    name: cardName(person.facts),
    address: address ? addressLines(address) : [],
    due: cardDue(card.dueOn, dayOf(now)),
    printedAt: card.printedAt ?? null,
    mailedAt: card.mailedAt ?? null,
    trackingNumber: card.trackingNumber ?? null,
    cameBack: cameBackOn && cameBackReason ? { on: cameBackOn, reason: cameBackReason } : null,
    missingAt: card.missingAt ?? null,
    isReplacement: Boolean(card.replaces),
    endsOn: card.endsOn ?? null,
    isOnItsWay: isOnItsWay(state),
    preparedBy,
    notYet: whyNotRelease(rule, card, officer.accountId, linked),
    again: againWay(card, errors),
    own,
  };
}
