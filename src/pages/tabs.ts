import { may, type Permission } from '../access/permissions.js';
import type { Language } from '../language/language.js';
import type { RouteName } from '../language/route-table.js';
import { href } from '../language/routes.js';
import type { Visitor } from './visitor.js';

/** A tab at the top of the page. */
export interface Tab {
  href: string;
  key: string;
  current: boolean;
}

/** "My account" and the pages below it. */
const isAccountPage = (name: RouteName | null): boolean => /^(account|factor)/.test(name ?? '');

/** A tab with its permission is there only for those who have it: officers' tabs follow their role. */
type TabRow = [RouteName, string, (name: RouteName | null) => boolean, Permission?];

const TABS: Record<Visitor['kind'], TabRow[]> = {
  applicant: [
    ['account', 'layout:tabs.account', isAccountPage],
    ['confirmation', 'layout:tabs.confirmation', (name) => name !== null && isConfirmationPage(name)],
    ['messages', 'layout:tabs.messages', (name) => name?.startsWith('message') ?? false],
  ],
  representative: [
    ['clients', 'layout:tabs.clients', (name) => name?.startsWith('client') ?? false],
    ['account', 'layout:tabs.account', isAccountPage],
  ],
  officer: [
    ['adminQueue', 'layout:tabs.queue', (name) => name === 'adminQueue', 'queue.view'],
    ['adminPhotos', 'layout:tabs.photos', (name) => /^admin(Photo|SecondLook)/.test(name ?? ''), 'photo.review'],
    [
      'adminCases',
      'layout:tabs.cases',
      (name) =>
        [
          'adminCases',
          'adminCase',
          'adminCaseNew',
          'adminInvitations',
          'adminImports',
          'adminImport',
          'adminImportInvitations',
          'adminReturns',
          'adminReply',
          'adminPresence',
          'adminPaper',
          'adminSuspension',
          'adminPaperStrike',
          'adminPaperForm',
          'adminRecordError',
          'adminRecordCorrection',
          'adminRecordAnswer',
          'adminMessages',
          'adminMessage',
          'adminNotes',
          'adminResidence',
          'adminSessions',
          'adminRepresentativeSessions',
          'adminFactorReset',
          'adminCaseHistory',
          'adminRepresentative',
          'adminRepresentativeEnd',
        ].includes(name ?? ''),
      'case.view',
    ],
    ['adminCards', 'layout:tabs.cards', (name) => name?.startsWith('adminCard') ?? false, 'card.issue'],
    [
      'adminReportedAccounts',
      'layout:tabs.reported',
      (name) => name === 'adminReportedAccounts' || name === 'adminAccountRelease',
      'account.release',
    ],
    ['adminPasswordRequests', 'layout:tabs.passwordRequests', (name) => name === 'adminPasswordRequests', 'password.reissue'],
    ['adminRelatives', 'layout:tabs.relatives', (name) => name === 'adminRelatives', 'relatives.declare'],
    ['adminReports', 'layout:tabs.reports', (name) => name?.startsWith('adminReports') ?? false, 'report.view'],
    ['adminStaff', 'layout:tabs.staff', (name) => name?.startsWith('adminStaff') ?? false, 'staff.manage'],
    ['account', 'layout:tabs.account', isAccountPage],
  ],
  newcomer: [],
  entrant: [],
};

const CONFIRMATION_PAGES = new Set<RouteName>([
  'confirmation',
  'presence',
  'presenceReceipt',
  'abroad',
  'leftCanada',
  'homeAddress',
  'mailingAddress',
  'addressCopy',
  'cardMissing',
  'photo',
  'photoOfPaper',
  'photoFrame',
  'photoFindings',
  'photoReturned',
  'photoCall',
  'photographerLink',
  'preparedPhoto',
  'review',
  'submitted',
  'status',
  'ecopr',
  'ecoprError',
]);
const isConfirmationPage = (name: RouteName): boolean => CONFIRMATION_PAGES.has(name);

/** The tabs of whoever is signed in, the one of this page marked (S7, S18). */
export function tabsOf(visitor: Visitor, language: Language, name: RouteName | null): Tab[] {
  return TABS[visitor.kind]
    .filter(([, , , permission]) => !permission || may(visitor.role, permission))
    .map(([route, key, isCurrent]) => ({ href: href(route as 'account', language), key, current: isCurrent(name) }));
}
