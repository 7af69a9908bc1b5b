import { href } from '../../src/language/routes.js';
import type { Stage } from '../../src/seeds/sample-people.js';
import type { Examples } from './fill-portal.js';

export interface GrowthPage {
  readonly name: string;
  /** The sample person who opens it. */
  readonly by: Stage;
  readonly path: (of: Examples) => string;
}

const cases = (find: string): string => `${href('adminCases', 'en')}?${new URLSearchParams({ find })}`;
const officer = (name: string, path: GrowthPage['path']): GrowthPage => ({ name, by: 'supervisor', path });

/** The officers' pages, those of somebody whose card is in the mail, and a representative's list. A guard's list of routes says what is missing. */
export const PAGES: readonly GrowthPage[] = [
  officer('queue', () => href('adminQueue', 'en')),
  officer('queue, photos only', () => `${href('adminQueue', 'en')}?what=photo`),
  officer('cases, the newest', () => href('adminCases', 'en')),
  officer('cases by name', ({ name }) => cases(name)),
  officer('cases by UCI', ({ uci }) => cases(uci)),
  officer('cases by address', ({ address }) => cases(address)),
  officer('case', (of) => href('adminCase', 'en', { case: of.case })),
  officer('history of a case', (of) => href('adminCaseHistory', 'en', { case: of.case })),
  officer('presence and residence', ({ person }) => href('adminPresence', 'en', { person })),
  officer('messages of a person', ({ person }) => href('adminMessages', 'en', { person })),
  officer('notes', (of) => href('adminNotes', 'en', { case: of.case })),
  officer('people away', () => href('adminReturns', 'en')),
  officer('photos', () => href('adminPhotos', 'en')),
  officer('a photo', ({ attempt }) => href('adminPhoto', 'en', { attempt })),
  officer('second looks', () => href('adminSecondLooks', 'en')),
  officer('requests for passwords', () => href('adminPasswordRequests', 'en')),
  officer('reported accounts', () => href('adminReportedAccounts', 'en')),
  officer('imports', () => href('adminImports', 'en')),
  officer('cards', () => href('adminCards', 'en')),
  officer('reports', () => href('adminReports', 'en')),
  officer('officers', () => href('adminStaff', 'en')),
  { name: 'start page', by: 'cardMailed', path: () => href('start', 'en') },
  { name: 'task list', by: 'cardMailed', path: () => href('confirmation', 'en') },
  { name: 'messages', by: 'cardMailed', path: () => href('messages', 'en') },
  { name: 'activity', by: 'cardMailed', path: () => href('accountActivity', 'en') },
  { name: 'sign-ins', by: 'cardMailed', path: () => href('accountSignIns', 'en') },
  { name: 'clients', by: 'representative', path: () => href('clients', 'en') },
];
