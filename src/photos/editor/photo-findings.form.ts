import { z } from 'zod';
import { maybeTicked, ticked, typed } from '../../forms/fields.js';

/** The boxes above "Next" (S28, S29). With warnings both are asked for. `seen` names the check whose findings stood on the page. */
export const photoFindingsForm = (warnings: number) =>
  z.object({
    declaration: ticked('photo:findings.tickDeclaration'),
    acknowledgement: warnings > 0 ? ticked('photo:findings.tickAcknowledgement') : maybeTicked(),
    seen: typed(),
  });
