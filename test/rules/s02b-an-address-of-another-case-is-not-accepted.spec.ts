import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { Reply } from '../../src/invitations/reply.entity.js';
import { anInvited, beginReply, goOn } from '../invitations/invited.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, aRepresentativeOf } from '../support/people.js';

const WORDS = {
  en: 'We can’t use this address for this person. Give another, or write to us.',
  fr: 'Nous ne pouvons pas utiliser cette adresse pour cette personne. Donnez-en une autre, ou écrivez-nous.',
} as const;

/**
 * S2b: an address used in another open case is not accepted, with neutral words; the officer sees why. A representative's address is
 * none of an applicant's either (S32).
 */
describe('S2b: an email address of another open case is not accepted', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it.each([
    ['en', 'otherCase'],
    ['fr', 'otherCase'],
    ['en', 'representative'],
  ] as const)('the words are the same whatever the reason (%s, %s)', async (language, reason) => {
    const somebody = await anApplicant(portal);
    const taken = reason === 'otherCase' ? somebody.email : (await aRepresentativeOf(portal, somebody)).email;
    const invited = await anInvited(portal, { language });
    const browser = await beginReply(portal, invited);
    await goOn(browser.choose('who', 'applicant'));
    await goOn(browser.choose('details', 'right'));
    await goOn(browser.choose('address', 'other').fill({ newEmail: taken.toUpperCase() }));
    expect(browser.status).toBe(422);
    expect(browser.errors()).toEqual({ newEmail: WORDS[language] });
    expect(browser.value('newEmail')).toBe(taken.toUpperCase());
    expect(browser.textOf('.help')).toContain(invited.contactAddress); // "or write to us"

    const reply = await portal.em().findOneOrFail(Reply, { invitation: invited.invitationId });
    expect(reply.answers).toEqual({ isApplicant: true, detailsRight: true, emailRefused: reason });
    const event = await portal.em().findOneOrFail(AuditEvent, { action: 'reply.email_refused', subject: reply.id });
    expect(event.details).toEqual(reason === 'otherCase' ? { reason, otherCase: somebody.caseId } : { reason });
    expect(event.caseFile).toBe(invited.caseId);

    await goOn(browser.fill({ newEmail: `free-${reason}-${language}@mail.example` }));
    expect(browser.status).toBe(200);
  });
});
