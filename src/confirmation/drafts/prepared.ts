import { addressLines } from '../postal-address.js';
import type { WaitingDraft } from './address-drafts.js';

/** Said once after an answer; also names of texts. */
export const PREPARED_TOLD = ['declined', 'gone'] as const;

/** A draft as the applicant's page shows it. */
export const prepared = (draft: WaitingDraft | null) =>
  draft && {
    id: draft.id,
    by: draft.representation.representativeName(),
    at: draft.preparedAt,
    lines: draft.address ? addressLines(draft.address) : [],
  };
