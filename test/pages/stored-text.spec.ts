import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Account } from '../../src/accounts/account.entity.js';
import { newReference } from '../../src/accounts/credentials.js';
import { UNSHOWABLE } from '../../src/cases/case.rules.js';
import { Person } from '../../src/cases/person.entity.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { Invitation } from '../../src/invitations/invitation.entity.js';
import { Reply } from '../../src/invitations/reply.entity.js';
import { href } from '../../src/language/routes.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { PhotoReviewService } from '../../src/photos/review/photo-review.service.js';
import { Representation } from '../../src/representatives/representation.entity.js';
import { LegalHolds } from '../../src/retention/legal-holds.service.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { asOfficer, aSentPhoto, UNDO } from '../support/lanes.js';
import { aMarker, aNameMarker } from '../support/markers.js';
import { type Applicant, anApplicant, anOfficer, aRepresentativeOf, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { addressesIn, structureOf } from '../support/structure.js';

/** Every text that somebody types and the portal keeps, by what it is. */
const FIELDS = [
  'familyName',
  'givenNames',
  'placeOfBirth',
  'email',
  'contact',
  'street',
  'extra',
  'city',
  'note',
  'fileName',
  'officerWords',
  'officerName',
  'holdReason',
  'helperName',
] as const;
/** In Latin letters, however they are marked; every other text may be in letters of any script. */
const NAMES: ReadonlySet<string> = new Set(['familyName', 'givenNames', 'placeOfBirth']);
type Words = Record<(typeof FIELDS)[number], string>;

interface SeenPage {
  readonly structure: readonly string[];
  readonly addresses: readonly string[];
  /** What a reader reads, and what stands in fields. */
  readonly words: string;
}

/** TRUST.md 2: markers through every stored field make no new element and no broken attribute, on the pages of every reader. */
describe('whatever is typed and kept', () => {
  let usual: Map<string, SeenPage>;
  beforeAll(async () => {
    usual = await pagesWith(Object.fromEntries(FIELDS.map((field) => [field, `plain ${field}`])) as Words);
  });

  it('is looked at on the pages of every reader', () => {
    expect(usual.size).toBeGreaterThan(20);
    for (const field of FIELDS) expect([field, seen(usual, `plain ${field}`)]).toEqual([field, true]);
  });

  it('stays words: the same elements with the same attributes, no new address, and every letter of it to be read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(...FIELDS.map((field) => (NAMES.has(field) ? aNameMarker() : aMarker()))), async (markers) => {
        const words = Object.fromEntries(FIELDS.map((field, at) => [field, markers[at]])) as Words;
        const pages = await pagesWith(words);
        for (const [name, page] of usual) {
          expect([name, pages.get(name)?.structure]).toEqual([name, page.structure]);
          for (const address of pages.get(name)?.addresses ?? [])
            expect([name, address]).toEqual([name, expect.stringMatching(LEADS_HOME)]);
        }
        for (const field of FIELDS) expect([field, words[field], seen(pages, words[field])]).toEqual([field, words[field], true]);
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });
});

/** Paths, parts of the page, mail to the office, and the official site that pages name. */
const LEADS_HOME = /^(?:mailto:.*|(?:\/|#|https:\/\/[\w.-]+(?:\/|$))[^\s"<>]*)$/;

const spaced = (text: string): string => text.replace(/\s+/gu, ' ').trim();
const seen = (pages: Map<string, SeenPage>, text: string): boolean => [...pages.values()].some(({ words }) => words.includes(spaced(text)));

async function pagesWith(words: Words): Promise<Map<string, SeenPage>> {
  const portal = await aPortal();
  try {
    const { applicant, officer, representative, attempt } = await aStory(portal, words);
    const pages = new Map<string, SeenPage>();
    const keep = (name: string, visitor: Visitor, status = 200): void => {
      expect([name, visitor.status]).toEqual([name, status]);
      pages.set(name, seenOn(visitor));
    };
    const [person, caseId] = [applicant.personId, applicant.caseId];
    const browser = await signIn(portal, applicant);
    for (const page of ['confirmation', 'account', 'accountRepresentative', 'accountRepresentativeEnd'] as const)
      keep(page, await browser.visit(href(page, 'en')));
    for (const page of ['status', 'presenceReceipt', 'homeAddress', 'mailingAddress', 'photoReturned', 'photo'] as const)
      keep(page, await browser.visit(href(page, 'fr', { person })));
    await aDraft(portal, person, words.fileName);
    keep('photoFrame', await browser.visit(href('photoFrame', 'en', { person })));
    await browser.visit(href('homeAddress', 'en', { person }));
    const typed = { street: short(words.street), extra: short(words.extra), city: short(words.city), postalCode: words.note };
    keep('an address that is wrong', await browser.fill(typed).press('Save and continue'), 422);
    const office = await signIn(portal, officer);
    for (const page of ['adminQueue', 'adminCases', 'adminPhotos', 'adminCards', 'adminPasswordRequests'] as const)
      keep(page, await office.visit(href(page, 'en')));
    for (const page of ['adminCase', 'adminReply', 'adminLegalHold'] as const)
      keep(page, await office.visit(href(page, 'en', { case: caseId })));
    keep('adminRepresentative', await office.visit(href('adminRepresentative', 'en', { person })));
    keep('adminPresence', await office.visit(href('adminPresence', 'fr', { person })));
    keep('adminPhoto', await office.visit(href('adminPhoto', 'en', { attempt })));
    for (const [name, find] of [
      ['a search', applicant.caseNumber],
      ['a search that finds nobody', `nobody ${words.familyName}`],
    ] as const)
      keep(name, await office.visit(`${href('adminCases', 'en')}?find=${encodeURIComponent(find)}`));
    await office.visit(href('adminCaseNew', 'en'));
    const { familyName, givenNames, placeOfBirth, email, contact } = words;
    office.fill({ familyName: asAName(familyName), givenNames: asAName(givenNames), placeOfBirth: asAName(placeOfBirth) });
    office.fill({ email, contactAddress: contact, applicationNumber: words.note, uci: words.note });
    keep('a case that is wrong', await office.press('Open the case'), 422);
    keep('clients', await (await signIn(portal, representative)).visit(href('clients', 'en')));
    const stranger = portal.visitor();
    await stranger.visit(href('signIn', 'fr'));
    keep('a sign-in that fails', await stranger.fill({ username: words.note, password: words.street }).press('Se connecter'), 422);
    return pages;
  } finally {
    await portal.close();
  }
}

/** Short enough for every field, so that its length is no mistake of its own. */
const short = (text: string): string => [...text].slice(0, 25).join('');

/** Without the letters that no card can show, which the form refuses in names. */
const asAName = (text: string): string => [...short(text)].filter((letter) => !UNSHOWABLE.test(letter)).join('');

function seenOn(visitor: Visitor): SeenPage {
  const { $ } = visitor;
  const html = $.html();
  const typed = $('input, textarea')
    .toArray()
    .map((field) => $(field).attr('value') ?? $(field).text());
  return { structure: structureOf(html), addresses: addressesIn(html), words: spaced([$('body').text(), ...typed].join(' ')) };
}

/** A person whose photo was returned, with everybody who reads of it; every text is the given one. */
async function aStory(
  portal: TestPortal,
  words: Words,
): Promise<{ applicant: Applicant; officer: Someone; representative: Someone; attempt: string }> {
  const { familyName, givenNames, placeOfBirth, street, extra, city } = words;
  const officer = await anOfficer(portal, { role: 'supervisor' });
  const facts = { familyName, givenNames, placeOfBirth };
  const applicant = await anApplicant(portal, { stage: 'addressed', facts, email: words.email, contactAddress: words.contact });
  const representative = await aRepresentativeOf(portal, applicant);
  const [em, now] = [portal.em(), portal.clock.now()];
  const address = { street, extra, city, province: 'NB', postalCode: 'E1C 4Z9' } as const;
  Object.assign(await em.findOneOrFail(Confirmation, { person: applicant.personId }), { homeAddress: address, mailingAddress: address });
  (await em.findOneOrFail(Account, { id: officer.accountId })).displayName = words.officerName;
  const consent = await em.findOneOrFail(Representation, { caseFile: applicant.caseId });
  const named = { familyName: words.helperName, givenNames: '', email: representative.email };
  consent.form = { kind: 'unpaid', body: null, membershipNumber: null, ...named };
  Object.assign(consent, { signedOn: '2026-11-20', receivedOn: '2026-11-23', recordedBy: officer.accountId });
  em.create(Reply, {
    invitation: await em.findOneOrFail(Invitation, { caseFile: applicant.caseId }),
    person: em.getReference(Person, applicant.personId),
    language: 'en',
    answers: {
      isApplicant: true,
      detailsRight: false,
      detailsNote: words.note,
      email: words.email,
      inCanada: true,
      eyeColour: 'brown',
      heightCm: 171,
    },
    startedAt: now,
    sentAt: now,
    reference: newReference(now),
    emailConfirmedAt: now,
  });
  await em.flush();
  const attempt = await aSentPhoto(portal, applicant.personId);
  const notice = { reasons: ['other'], words: words.officerWords, language: 'en' } as const;
  await portal.get(PhotoReviewService).return(asOfficer(officer), attempt, notice);
  portal.clock.advance(UNDO);
  await portal.get(LegalHolds).begin(asOfficer(officer), applicant.caseId, words.holdReason);
  return { applicant, officer, representative, attempt };
}

/** The next photo, uploaded and not framed yet; the record only, without a file. */
async function aDraft(portal: TestPortal, personId: string, fileName: string): Promise<void> {
  const em = portal.em();
  const confirmation = await em.findOneOrFail(Confirmation, { person: personId });
  confirmation.photo = em.create(PhotoAttempt, {
    person: em.getReference(Person, personId),
    number: 2,
    source: 'digital',
    fileName,
    mediaType: 'image/jpeg',
    byteSize: 800_000,
    width: 1000,
    height: 1400,
    sha256: randomBytes(32),
    storeKey: crypto.randomUUID(),
    frame: { left: 0, top: 0, width: 1000, angle: 0 },
    createdAt: portal.clock.now(),
  });
  await em.flush();
}
