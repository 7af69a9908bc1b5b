import type { Confirmation } from './confirmation.entity.js';
import type { PresenceDeclaration } from './presence-declaration.entity.js';

/** When a declaration was withdrawn, since the person had left Canada; null while it counts. A later one is another declaration. */
export const withdrawnSince = (
  { presenceWithdrawnAt }: Pick<Confirmation, 'presenceWithdrawnAt'>,
  { declaredAt }: Pick<PresenceDeclaration, 'declaredAt'>,
): Date | null => (presenceWithdrawnAt && declaredAt <= presenceWithdrawnAt ? presenceWithdrawnAt : null);
