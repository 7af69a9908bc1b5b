import type { Config } from '../config.js';

/** Why this person can't send a card to print now; also names of texts. */
export type ReleaseRefusal = 'notPrepared' | 'samePerson';

/** The two-person rule (CARD_RELEASE=two): one prepares, another releases. The database holds to the second half. */
export function whyNotRelease(
  rule: Config['cardRelease'],
  card: { readonly preparedBy?: string | null | undefined },
  accountId: string,
): ReleaseRefusal | null {
  if (rule === 'one') return null;
  if (!card.preparedBy) return 'notPrepared';
  return card.preparedBy === accountId ? 'samePerson' : null;
}
