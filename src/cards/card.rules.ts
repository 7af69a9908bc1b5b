/** The card is made within two weeks of approval (S12). */
export const CARD_DAYS = 14;
/** The card is valid five years [C]. */
export const CARD_EXPIRY_YEARS = 5;
/** The card has room for this many characters of each name [C]. */
export const CARD_NAME_CHARACTERS = 28;
