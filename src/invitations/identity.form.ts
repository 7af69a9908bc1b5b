import { z } from 'zod';
import { day, required } from '../forms/fields.js';

/** What the reader gives before anything personal is shown (PORTAL.md 4, "The reply"). */
export const identityForm = z.object({
  dateOfBirth: day('invitation:identity.enterBirth', 'invitation:identity.wrongBirth'),
  applicationNumber: required('invitation:identity.enterNumber', 40),
});
export type Identity = z.output<typeof identityForm>;
