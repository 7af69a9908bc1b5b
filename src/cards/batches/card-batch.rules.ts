/** Cards in one batch at most. */
export const CARDS_A_BATCH = 200;

/**
 * Why a card left its batch, in the words of the manifest and names of texts: something on it is looked at, or the office stopped it for a
 * reason that is nobody's at the printing facility (PORTAL.md 6.18, 6.19).
 */
export const WITHDRAWAL_REASONS = ['correction', 'stopped'] as const;
export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number];
