/** How an officer made sure of who somebody is before giving an account, a second step or an address back (PORTAL.md 6.9); also names of texts. */
export const IDENTITY_CHECKS = ['in_person', 'video', 'telephone', 'letter'] as const;
export type IdentityCheck = (typeof IDENTITY_CHECKS)[number];
