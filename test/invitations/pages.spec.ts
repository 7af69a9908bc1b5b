import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal } from '../support/app.js';
import { theMail } from '../support/mailbox.js';
import { faultsOf } from '../support/markup.js';
import { anInvited, goOn, openLink, showIdentity } from './invited.js';

/** Every page of the reply, each with its errors too: well-formed, in the reader's language, with a title of its own. */
it.each(['en', 'fr'] as const)('the pages of the reply are well-formed (%s)', async (language) => {
  const portal = await aPortal();
  const seen = new Map<string, string>();
  const look = async ({ html, title, status, path }: Visitor) => {
    // the summary of errors stands above the heading on purpose (PAGES.md 3.1)
    const faults = (await faultsOf(html)).filter((fault) => !(fault.startsWith('heading-level') && fault.includes('errors-title')));
    expect([path, status, faults]).toEqual([path, status, []]);
    expect([path, seen.get(title)]).toEqual([path, undefined]);
    seen.set(title, path);
    expect([path, title.startsWith(language === 'en' ? 'Error: ' : 'Erreur : ')]).toEqual([path, status === 422]);
  };
  try {
    const invited = await anInvited(portal, { language });
    const browser = await openLink(portal, invited);
    await look(browser);
    await look(await goOn(browser));
    await look(await showIdentity(browser, { dateOfBirth: invited.facts.dateOfBirth, caseNumber: invited.caseNumber }));
    await look(await goOn(browser));
    await look(await goOn(browser.choose('who', 'representative')));
    await browser.visit(href('replyWho', language));
    await look(await goOn(browser.choose('who', 'applicant')));
    await look(await goOn(browser.choose('details', 'wrong')));
    await look(await goOn(browser.fill({ note: 'שמי <b>Mirabelle</b> & "Larkspur"' })));
    await look(await goOn(browser.choose('address', 'other')));
    await look(await goOn(browser.fill({ newEmail: `${language}@mail.example` })));
    await look(await goOn(browser));
    await look(await goOn(browser.choose('inCanada', 'no')));
    await look(await goOn(browser));
    await look(await goOn(browser.fill({ country: 'CI', 'returnOn-day': '1', 'returnOn-month': '3', 'returnOn-year': '2027' })));
    await look(await goOn(browser));
    await look(await goOn(browser.choose('eyeColour', 'other').fill({ feet: '5', inches: '4' })));
    await look(await browser.press(language === 'en' ? 'Send my reply' : 'Envoyer ma réponse'));
    await look(await openLink(portal, invited));
    await look(await portal.visitor().visit(href('invitation', language, { token: 'unknown' })));
    await look(await portal.visitor().visit(href('replyCheck', language)));
    const { link } = theMail(await portal.deliverMail(), 'email-confirm');
    await look(await browser.visit(link));
    await look(await browser.press(language === 'en' ? 'This address is mine' : 'Cette adresse est la mienne'));
    await look(await browser.visit(link));
    expect(seen.size).toBe(23);
  } finally {
    await portal.close();
  }
});
