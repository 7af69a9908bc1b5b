import type { OfficerRole } from '../access/actor.js';
import { may, type Permission } from '../access/permissions.js';
import type { Language } from '../language/language.js';
import type { RouteName } from '../language/route-table.js';
import { hrefByName } from '../language/routes.js';
import type { NextRow, QueueTask } from './work-queue.js';

/** Where each task is done, and the parameter that names it there; `of` names it where the page has none. */
const PLACES: Record<QueueTask, { route: RouteName; param?: string; of?: string; mark?: true; needs?: Permission }> = {
  readReply: { route: 'adminReply', param: 'case' },
  createAccount: { route: 'adminReply', param: 'case' },
  createFamilyAccounts: { route: 'adminCase', param: 'case' },
  emailNotConfirmed: { route: 'adminCase', param: 'case' },
  invitationBounced: { route: 'adminCase', param: 'case' },
  mailBounced: { route: 'adminCase', param: 'case' },
  reissuePassword: { route: 'adminPasswordRequests', of: 'request' },
  releaseAccount: { route: 'adminAccountRelease', param: 'account' },
  verifyPresence: { route: 'adminPresence', param: 'person' },
  look: { route: 'adminPhoto', param: 'attempt' },
  lookAgain: { route: 'adminPhoto', param: 'attempt' },
  confirmResidence: { route: 'adminPresence', param: 'person' },
  correctRecord: { route: 'adminRecordError', param: 'person' },
  printCard: { route: 'adminCards', of: 'card', mark: true, needs: 'card.issue' },
  mailCard: { route: 'adminCards', of: 'card', mark: true, needs: 'card.issue' },
  mailCardAgain: { route: 'adminCards', of: 'card', mark: true, needs: 'card.issue' },
  replaceCard: { route: 'adminCards', of: 'card', mark: true, needs: 'card.issue' },
  answerMessage: { route: 'adminMessage', param: 'thread' },
};

export const isTask = (name: string): name is QueueTask => Object.hasOwn(PLACES, name);

/** As a parameter of an address, which leads to the task's case. */
export function paramOf({ task, target }: Omit<NextRow, 'caseId'>): Record<string, string> {
  const { param, of } = PLACES[task];
  return { [param ?? of ?? '']: target };
}

/** The address where a task is done; null where it is another role's. */
export function placeOf({ task, target }: Omit<NextRow, 'caseId'>, role: OfficerRole, language: Language): string | null {
  const { route, param, mark, needs } = PLACES[task];
  if (needs && !may(role, needs)) return null;
  return hrefByName(route, language, param ? { [param]: target } : {}) + (mark ? `#card-${target}` : '');
}
