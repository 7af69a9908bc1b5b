import { randomUUID } from 'node:crypto';
import type { RouteName } from '../../src/language/route-table.js';
import { href } from '../../src/language/routes.js';
import { Vault } from '../../src/privacy/vault.js';
import type { Answer, Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { everyRow } from '../support/every-row.js';
import { type Handler, handlersOf } from '../support/handlers.js';
import { acceptPhoto, aSentPhoto, confirmResidence, verifyPresence } from '../support/lanes.js';
import { type Applicant, anApplicant, anOfficer, aRepresentativeOf, type Someone } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/*
 * TRUST.md 17: every route × every kind of actor × own, another's and an absent record. The table below is written by hand and says nothing
 * about how the portal decides: a route that stands in none of its rows fails.
 */

const ACTORS = ['nobody', 'newcomer', 'entrant', 'applicant', 'representative', 'officer', 'card_clerk', 'supervisor'] as const;
type Who = (typeof ACTORS)[number];

/** Who gets in. */
const AUDIENCES = {
  everybody: ACTORS,
  signedIn: ACTORS.filter((who) => who !== 'nobody'),
  withAnAccount: ACTORS.filter((who) => !['nobody', 'newcomer', 'entrant'].includes(who)),
  addingAFactor: ACTORS.filter((who) => !['nobody', 'newcomer'].includes(who)),
  newcomer: ['newcomer'],
  applicant: ['applicant'],
  representative: ['representative'],
  // what officers are there for: files, cards, or the office itself
  files: ['officer', 'supervisor'],
  cards: ['card_clerk', 'supervisor'],
  office: ['supervisor'],
  everyOfficer: ['officer', 'card_clerk', 'supervisor'],
} as const satisfies Record<string, readonly Who[]>;

/** A row is a route, or one of its methods where they differ. */
type Row = RouteName | `POST ${RouteName}`;

const TABLE: Record<keyof typeof AUDIENCES, readonly Row[]> = {
  everybody: [
    ...([
      'start',
      'help',
      'contact',
      'photoCheck',
      'photoRequirements',
      'photographer',
      'photographerUpload',
      'ecoprCheck',
      'ecoprChecked',
      'emailCheck',
      'emailChecked',
      'representatives',
      'accessibility',
      'privacy',
      'terms',
    ] as const),
    ...(['browserSupport', 'languageSwitch', 'signIn', 'signedOut', 'sessionEnded'] as const),
    ...([
      'passwordReset',
      'passwordResetSent',
      'passwordResetNew',
      'passwordChanged',
      'temporaryPassword',
      'temporaryPasswordAsked',
    ] as const),
    ...(['invitation', 'replyWho', 'replyRepresentative', 'replyFacts', 'replyEmail', 'replyPresence', 'replyAbroad'] as const),
    ...(['consentAnswered', 'consent'] as const),
    ...(['replyMember', 'replyMemberHere', 'replyAppearance', 'replyCheck', 'replySent', 'emailConfirmed', 'emailConfirm'] as const),
    ...(['developers', 'mailbox', 'mailboxMessage', 'mailboxPreview', 'accountLocked'] as const),
    ...(['signInLink', 'newEmailConfirmed', 'newEmailConfirm', 'verification', 'verificationPasskey', 'verificationRecovery'] as const),
  ],
  signedIn: ['signOut', 'sessionExtend'],
  addingAFactor: ['factorApp', 'factorPasskey'],
  withAnAccount: [
    'account',
    'accountPassword',
    'accountSignIns',
    'accountSessionEnd',
    'accountSessionsEnd',
    'accountNotMe',
    'accountEmail',
    'accountEmailSent',
    'factors',
    'factorCodes',
    'factorCodesKept',
    'factorRemoval',
  ],
  newcomer: ['firstSignIn'],
  applicant: [
    ...(['homeAddressDraft', 'mailingAddressDraft', 'preparedPhoto', 'preparedPicture'] as const),
    ...([
      'accountActivity',
      'confirmation',
      'presence',
      'presenceReceipt',
      'abroad',
      'leftCanada',
      'homeAddress',
      'mailingAddress',
    ] as const),
    ...([
      'addressCopy',
      'accountRepresentative',
      'accountRepresentativeEnd',
      'photographerLink',
      'photographerLinkEnd',
      'photographerPhoto',
      'photographerPicture',
    ] as const),
    ...([
      'photo',
      'photoOfPaper',
      'photoFrame',
      'photoFindings',
      'photoReturned',
      'photoCall',
      'photoPicture',
      'review',
      'submitted',
      'status',
      'cardMissing',
      'ecopr',
      'ecoprDocument',
      'ecoprError',
    ] as const),
    ...(['messages', 'messageNew', 'messageFormat', 'messageThread'] as const),
  ],
  representative: ['clients', 'clientGivingUp', 'clientHomeAddress', 'clientMailingAddress', 'clientPhoto'],
  files: [
    ...([
      'adminInvitations',
      'adminImports',
      'adminImport',
      'adminImportMistakes',
      'adminImportTemplate',
      'adminImportInvitations',
      'adminImportResume',
    ] as const),
    ...(['adminPersonNew', 'adminPersonRemoval', 'adminConsent', 'adminCaseHistory', 'adminLegalHold'] as const),
    ...(['adminRepresentative', 'adminRepresentativeEnd'] as const),
    ...([
      'adminQueue',
      'adminNext',
      'adminStart',
      'adminClaim',
      'adminClaimEnd',
      'adminCases',
      'adminCaseNew',
      'adminReturns',
      'adminCase',
      'adminInvitation',
      'adminReply',
      'adminAccount',
    ] as const),
    ...(['adminTemporaryPassword', 'adminPasswordRequests', 'adminReissue', 'adminPresence', 'adminResidence'] as const),
    ...(['adminSuspension', 'adminSuspensionEnd'] as const),
    ...(['adminPaper', 'adminPaperStrike', 'adminPaperForm'] as const),
    ...(['adminMessages', 'adminMessage', 'adminMessageClose', 'adminNotes'] as const),
    ...(['adminRecordCopy', 'adminRecordError', 'adminRecordCorrection', 'adminRecordAnswer'] as const),
    ...([
      'adminEmail',
      'adminEmailLink',
      'adminBounceSeen',
      'adminReportedAccounts',
      'adminAccountRelease',
      'adminSessions',
      'adminSessionEnd',
      'adminSessionsEnd',
    ] as const),
    ...(['adminRepresentativeSessions', 'adminRepresentativeSessionEnd', 'adminRepresentativeSessionsEnd'] as const),
    ...(['adminPhotos', 'adminPhoto', 'adminPhotoPicture', 'adminPhotoAcceptance', 'adminPhotoLook', 'adminPhotoUndo'] as const),
    ...(['adminSecondLooks', 'adminSecondLook'] as const),
    ...(['adminPhotoKeys', 'adminPhotoReturn', 'adminFactorReset'] as const),
  ],
  cards: [
    'adminCards',
    'adminCardPrepared',
    'adminCardPrinted',
    'adminCardMailed',
    'adminCardLabel',
    'adminCardBatches',
    'adminCardsPrepared',
    'adminCardBatch',
    'adminCardBatchFile',
    'adminCardBatchWithdrawn',
    'adminCardBatchMailed',
    'adminCardReplacement',
  ],
  office: [
    ...(['adminStaff', 'adminStaffMember', 'adminStaffSuspension', 'adminStaffResumption', 'adminStaffReset', 'adminStaffRole'] as const),
    ...(['adminStaffSessions', 'adminStaffSessionEnd', 'adminStaffSessionsEnd'] as const),
    ...(['adminPhotoCorrection', 'adminSecondLookSettled'] as const),
    ...(['adminReports', 'adminReportsWaiting', 'adminReportsArrivals', 'adminReportsPromise', 'adminReportsReturns'] as const),
    ...(['adminReportsMail', 'adminReportsFairness', 'adminReportsCheck', 'adminReportsCheckRestoration'] as const),
    ...(['adminRelativeRemoval', 'POST adminLegalHold', 'adminLegalHoldEnd'] as const),
  ],
  everyOfficer: ['adminRelatives', 'adminCardReturn'],
};

/** These end what the other requests need, and have tests of their own. The root is no page of a language. */
const LEFT_OUT = new Set<RouteName | null>(['signOut', 'accountNotMe', 'accountSessionsEnd']);

/** Where a form's own record is named in what it sends, not in its address: an absent record can't be asked for. */
const NO_RECORD = new Set<RouteName | null>(['adminPhotoKeys', 'accountSessionEnd']);

/** What happens to be asked at the moment of this test, and is no page then although it is one's own. */
const NOT_NOW = new Set<RouteName | null>([
  'photoCall',
  'presenceReceipt',
  'photoReturned',
  'submitted',
  'photoPicture',
  'photographerPicture',
  'ecoprDocument',
  'messageThread',
  'adminMessage',
  'adminMessageClose',
  'adminRecordCopy',
  'adminRecordError',
  'adminRecordCorrection',
  'adminRecordAnswer',
  'preparedPicture',
  'adminPhotoPicture',
  'adminPhotoUndo',
  'adminPhotoCorrection',
  'adminSecondLook',
  'adminSecondLookSettled',
  'adminAccountRelease',
  'adminFactorReset',
  'adminCardPrepared',
  'adminCardsPrepared',
  'adminCardBatch',
  'adminCardBatchFile',
  'adminCardBatchWithdrawn',
  'adminCardBatchMailed',
  'adminSessionEnd',
  'accountSessionEnd',
  'factorRemoval',
  'adminStaffMember',
  'adminStaffSuspension',
  'adminStaffResumption',
  'adminStaffReset',
  'adminStaffRole',
  'adminStaffSessions',
  'adminStaffSessionEnd',
  'adminStaffSessionsEnd',
  'adminRelativeRemoval',
  'adminLegalHoldEnd',
  'adminPersonRemoval',
  'adminConsent',
  'adminEmailLink',
]);

type Ids = Readonly<Record<string, string>>;

let portal: TestPortal;
let handlers: Handler[];
const browsers = {} as Record<Who, Visitor>;
const records = {} as { mine: Ids; anothers: Ids; mixed: Ids; present: Ids };

beforeAll(async () => {
  portal = await aPortal({ environment: { PHOTO_UNDO_SECONDS: '0' } });
  handlers = handlersOf(portal).filter(({ route, paths }) => !LEFT_OUT.has(route) && paths[0] !== '/');
  const [mine, another] = [await anApplicant(portal, { stage: 'addressed' }), await anApplicant(portal, { stage: 'addressed' })];
  const officer = await anOfficer(portal);
  browsers.nobody = await portal.visitor().visit(href('signIn', 'en'));
  browsers.newcomer = await signIn(portal, await anApplicant(portal, { stage: 'temporary' }));
  browsers.applicant = await signIn(portal, mine);
  browsers.representative = await signIn(portal, await aRepresentativeOf(portal, mine));
  browsers.entrant = await signIn(portal, await anOfficer(portal, { app: false }));
  browsers.officer = await signIn(portal, officer);
  for (const role of ['card_clerk', 'supervisor'] as const) browsers[role] = await signIn(portal, await anOfficer(portal, { role }));
  const attempts = [await photoOf(browsers.applicant, mine), await photoOf(await signIn(portal, another), another)] as const;
  records.mine = { person: mine.personId, attempt: attempts[0], picture: 'frame' };
  records.anothers = { person: another.personId, attempt: attempts[1], picture: 'frame', case: another.caseId };
  records.mixed = { person: mine.personId, attempt: attempts[1], picture: 'frame' };
  records.present = await recordsForStaff(officer);
}, 180_000);
afterAll(() => portal.close());

async function photoOf(browser: Visitor, applicant: Applicant): Promise<string> {
  await new PhotoWay(browser, applicant).checked();
  const [row] = await portal.sql<{ id: string }>('select id from photo_attempt where person_id = $1', [applicant.personId]);
  return row?.id ?? '';
}

async function recordsForStaff(officer: Someone): Promise<Ids> {
  const [replied, waiting, confirmed] = [
    await anApplicant(portal, { stage: 'replied' }),
    await anApplicant(portal, { stage: 'addressed' }),
    await anApplicant(portal, { stage: 'addressed' }),
  ];
  await verifyPresence(portal, officer, confirmed.personId);
  await confirmResidence(portal, officer, confirmed.personId);
  await aSentPhoto(portal, confirmed.personId);
  await acceptPhoto(portal, officer, confirmed.personId);
  const [card] = await portal.sql<{ id: string }>('select id from card where person_id = $1', [confirmed.personId]);
  const request = randomUUID();
  const asked = [request, (await anApplicant(portal, { stage: 'temporary' })).accountId, portal.clock.now()];
  await portal.sql('insert into password_request (id, account_id, asked_at) values ($1, $2, $3)', asked);
  const attempt = await aSentPhoto(portal, waiting.personId);
  const representative = (await aRepresentativeOf(portal, replied)).accountId;
  const table = { id: randomUUID(), name: portal.get(Vault).seal('"cases.csv"', 'case_import.file_name') };
  await portal.sql(
    `insert into case_import (id, file_name, file_hash, begun_at, begun_by, arrived_at, finished_at)
     values ($1, $2, '\\x01', now(), $3, now(), now())`,
    [table.id, table.name, officer.accountId],
  );
  const sent = { import: table.id, separator: 'comma', check: 'glare' };
  return {
    ...sent,
    case: replied.caseId,
    person: waiting.personId,
    attempt,
    picture: 'frame',
    card: card?.id ?? '',
    request,
    signer: waiting.personId,
    representative,
  };
}

it('every route stands in one row of the table', () => {
  const rows = Object.values(TABLE).flat();
  expect(rows.filter((route, index) => rows.indexOf(route) !== index)).toEqual([]);
  const missing = handlersOf(portal).filter(({ route, paths }) => paths[0] !== '/' && !rows.includes(route as RouteName));
  expect(missing.map(({ name, paths }) => `${name} (${paths[0]})`)).toEqual([]);
});

describe.each(ACTORS)('%s', (who) => {
  it('gets in where the table says, to what is theirs; elsewhere they are refused and nothing changes', async () => {
    const wrong: string[] = [];
    const before = await unchanging(who);
    for (const handler of handlers.filter((handler) => !mayEnter(who, handler))) {
      for (const [whose, ids] of recordsOf(handler, who)) {
        const answer = await ask(who, handler, ids);
        if (!isRefused(who, answer)) wrong.push(`${handler.verb} ${handler.route} of ${whose}: ${told(answer)}, should be refused`);
      }
    }
    for (const handler of handlers.filter((handler) => mayEnter(who, handler))) {
      for (const [whose, ids] of recordsOf(handler, who).filter(([whose]) => whose !== 'mine' && whose !== 'present')) {
        const answer = await ask(who, handler, ids);
        const right = mayAnyoneEnter(handler.route) ? answer.status < 500 : answer.status === 404;
        if (!right) wrong.push(`${handler.verb} ${handler.route} of ${whose}: ${told(answer)}, should be 404`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await unchanging(who)).toEqual(before);

    for (const handler of handlers.filter((handler) => mayEnter(who, handler))) {
      for (const [whose, ids] of recordsOf(handler, who).filter(([whose]) => whose === 'mine' || whose === 'present')) {
        const answer = await ask(who, handler, ids);
        const notNow = NOT_NOW.has(handler.route) || mayAnyoneEnter(handler.route);
        const right =
          answer.status < 500 &&
          (mayAnyoneEnter(handler.route) || !isToSignIn(answer)) &&
          (notNow || ![401, 403, 404, 405].includes(answer.status));
        if (!right) wrong.push(`${handler.verb} ${handler.route} of ${whose}: ${told(answer)}, should be let in`);
      }
    }
    expect(wrong).toEqual([]);
  }, 300_000);
});

/** The row of one method counts before that of its route. */
function rowOf({ verb, route }: Handler): Row {
  const own = `${verb} ${route}` as Row;
  return Object.values(TABLE).flat().includes(own) ? own : (route as RouteName);
}

const audienceOf = (handler: Handler): keyof typeof AUDIENCES | undefined =>
  (Object.keys(TABLE) as (keyof typeof AUDIENCES)[]).find((audience) => TABLE[audience].includes(rowOf(handler)));

function mayEnter(who: Who, handler: Handler): boolean {
  const audience = audienceOf(handler);
  return audience !== undefined && (AUDIENCES[audience] as readonly Who[]).includes(who);
}

const isForOfficers = (handler: Handler): boolean => ['files', 'cards', 'office', 'everyOfficer'].includes(audienceOf(handler) ?? '');

const mayAnyoneEnter = (route: RouteName | null): boolean => TABLE.everybody.includes(route as RouteName);

/** The records to ask a route for: whose they are, and its parameters. */
function recordsOf(handler: Handler, who: Who): [string, Ids][] {
  const { route, paths } = handler;
  const parameters = [...(paths[0] ?? '').matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
  const absent = Object.fromEntries([...parameters, 'picture'].map((name) => [name, name === 'picture' ? 'frame' : randomUUID()]));
  if (parameters.length === 0) return [['mine', {}]];
  if (NO_RECORD.has(route)) return [['present', records.present]];
  if (isForOfficers(handler))
    return [
      ['present', records.present],
      ['nobody', absent],
    ];
  if (TABLE.everybody.includes(route as RouteName)) return [['nobody', absent]];
  const mixed: [string, Ids][] = parameters.includes('attempt') ? [['another under my name', records.mixed]] : [];
  return [['mine', records.mine], ['another', records.anothers], ['nobody', absent], ...mixed].filter(
    ([whose]) => who === 'applicant' || whose !== 'another under my name',
  ) as [string, Ids][];
}

/** A POST comes from our page with a right token, so that nothing else can be the cause of a refusal. */
async function ask(who: Who, { verb, paths, name }: Handler, ids: Ids): Promise<Answer> {
  const language = name.length % 2; // half of them in French
  const path = (paths[language] ?? paths[0] ?? '').replace(/:(\w+)/g, (_, parameter: string) =>
    encodeURIComponent(ids[parameter] ?? randomUUID()),
  );
  const browser = browsers[who];
  if (!browser.csrfToken) await browser.visit(href('signIn', 'en'));
  const site = { 'Sec-Fetch-Site': 'same-origin' };
  if (verb === 'GET') return browser.raw('GET', path, site);
  const type = { ...site, 'Content-Type': 'application/x-www-form-urlencoded' };
  return browser.raw(verb, path, type, `_csrf=${encodeURIComponent(browser.csrfToken)}`);
}

function isRefused(who: Who, answer: Answer): boolean {
  if (who === 'nobody') return isToSignIn(answer);
  if (who === 'entrant')
    return (
      answer.status === 303 && /^\/(en\/account\/security\/app|fr\/compte\/securite\/application)$/.test(String(answer.headers.location))
    );
  if (who === 'newcomer')
    return answer.status === 303 && /^\/(en\/first-sign-in|fr\/premiere-connexion)$/.test(String(answer.headers.location));
  return answer.status === 403;
}

const isToSignIn = ({ status, headers }: Answer): boolean =>
  status === 303 && /^\/(en\/sign-in|fr\/connexion)$/.test(String(headers.location));

const told = ({ status, headers }: Answer): string => `${status} ${String(headers.location ?? '')}`.trim();

/** A representative's refused attempts are written down and told (S33): these tables grow, by right. */
async function unchanging(who: Who): Promise<Record<string, string>> {
  const rows = await everyRow(portal);
  if (who === 'representative') for (const table of ['audit_event', 'audit_chain', 'outbox_message']) delete rows[table];
  return rows;
}
