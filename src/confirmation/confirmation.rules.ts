/** The eCOPR can be downloaded for 180 days; address and photo are taken here for as long (IRPR s. 58, PORTAL.md 4). */
export const ECOPR_DAYS = 180;
/** Records used to decide are kept at least two years after their last use. */
export const RETENTION_YEARS = 2;
