/** The card is made within two weeks of approval (S12). */
export const CARD_DAYS = 14;
/** The card is valid five years [C]. */
export const CARD_EXPIRY_YEARS = 5;
