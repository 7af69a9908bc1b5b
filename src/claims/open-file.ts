import type { Response } from 'express';
import type { ClaimShown } from './file-claims.js';

/** The file that an officer's page is about, for the line above the page. */
export interface OpenFile {
  readonly caseId: string;
  readonly claim: ClaimShown | null;
  /** Whether the officer works through the queue, and where "Next" is asked for then. */
  readonly working: boolean;
  readonly nextAddress: string;
}

export const openFileOf = (res: Response | undefined): OpenFile | null => (res?.locals.file as OpenFile | undefined) ?? null;
