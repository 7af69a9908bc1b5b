/** Cards in one batch at most. */
export const CARDS_A_BATCH = 200;
