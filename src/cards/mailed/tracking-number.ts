import { z } from 'zod';
import { typed } from '../../forms/fields.js';
import { TRACKING_CHARACTERS } from './mailed-card.rules.js';

/** A tracking number as typed; spaces, hyphens and small letters are fine. Null where there is none. */
export const trackingNumber = () =>
  typed()
    .transform((written) => written.replace(/[\s\-‐-―]/gu, '').toUpperCase() || null)
    .superRefine((number, context) => {
      const issue = (message: string) => context.addIssue({ code: 'custom', message, params: { most: TRACKING_CHARACTERS } });
      if (number && number.length > TRACKING_CHARACTERS) issue('admin-cards:tracking.tooLong');
      else if (number && !/^[A-Z0-9]+$/.test(number)) issue('admin-cards:tracking.wrong');
    });

export const mailedForm = z.object({ trackingNumber: trackingNumber() });
