import { DAY } from '../clock.js';
import { ACCOUNT_ROWS } from './account-rows.js';
import { CASE_ROWS } from './case-rows.js';
import type { RowClass } from './row-class.js';

/**
 * How long each class of records is kept. [A] marks our own choice where neither law nor source says. Classes that need more than a
 * clock are beside it: closed cases (closed-cases.ts), accounts that nobody uses any more (unused-accounts.ts), files that no row names
 * (stray-files.ts). Two more keep nothing from the start:
 * a draft photo goes when it is replaced (S27, photos/upload), and the public checker stores no photo at all (PORTAL 5).
 */
export const ROW_CLASSES: readonly RowClass[] = [...ACCOUNT_ROWS, ...CASE_ROWS];

/** A file that no row names is left by a killed process; one that is being uploaded has no row yet. */
export const STRAY_FILE_KEEP = DAY;
