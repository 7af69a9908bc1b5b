/** Characters of what somebody says is wrong on their eCOPR [A], and of an officer's answer. */
export const MOST_ERROR_WORDS = 1_000;
