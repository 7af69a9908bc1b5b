import { href } from '../../src/language/routes.js';
import { crawl, type FoundForm } from '../../tools/attack/forms.js';
import { BEYOND_IT, longText, PATTERNS, sendLong, WITHIN_THE_LIMIT } from '../../tools/attack/long-input.js';
import type { Visitor } from '../../tools/visitor.js';
import { anInvited, beginReply } from '../invitations/invited.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type Handler, handlersOf } from '../support/handlers.js';
import { aSentPhoto } from '../support/lanes.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

let portal: TestPortal;
let handlers: Handler[];
const offered: [Visitor, FoundForm][] = [];
beforeAll(async () => {
  portal = await aPortal({ environment: { LOG_LEVEL: 'silent' } }); // some pictures here have no file
  handlers = handlersOf(portal);
  const applicant = await anApplicant(portal, { stage: 'addressed' });
  await aSentPhoto(portal, (await anApplicant(portal, { stage: 'addressed' })).personId);
  await anApplicant(portal, { stage: 'replied' });
  const preparing = await signIn(portal, applicant);
  await new PhotoWay(preparing, applicant).checked();
  const at = (route: 'photo' | 'photoFrame' | 'photoFindings' | 'homeAddress' | 'mailingAddress') =>
    href(route, 'en', { person: applicant.personId });
  const visits: [Visitor, string[]][] = [
    [portal.visitor(), [href('signIn', 'en'), href('passwordReset', 'en'), href('temporaryPassword', 'en'), href('photoCheck', 'en')]],
    [await signIn(portal, await anApplicant(portal, { stage: 'temporary' })), [href('firstSignIn', 'en')]],
    [await signIn(portal, await anApplicant(portal)), [href('confirmation', 'en'), href('account', 'en')]],
    [preparing, [at('photo'), at('photoFrame'), at('photoFindings'), at('homeAddress'), at('mailingAddress')]],
    [await beginReply(portal, await anInvited(portal)), [href('replyWho', 'en')]],
    [await signIn(portal, await anOfficer(portal)), [href('adminQueue', 'en'), href('adminCaseNew', 'en'), href('adminPhotos', 'en')]],
  ];
  for (const [browser, starts] of visits) {
    const { forms } = await crawl(browser, starts);
    await browser.visit(starts[0] ?? '/en'); // a page with a token
    offered.push(...forms.map((form): [Visitor, FoundForm] => [browser, form]));
  }
});
afterAll(() => portal.close());

/** TRUST.md 4; `npm run bench` prints the CPU of the slowest. */
describe('a text far too long', () => {
  it.each(Object.entries(PATTERNS))('of %s, in any field of any form, is read or refused, never a fault', async (_what, pattern) => {
    const wrong: string[] = [];
    let fields = 0;
    for (const [browser, form] of offered) {
      for (const [field] of form.fields) {
        fields++;
        const status = await sendLong(browser, form, field, longText(pattern, WITHIN_THE_LIMIT));
        if (status >= 500) wrong.push(`${form.action}, ${field}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(fields).toBeGreaterThan(30);
  });

  it('that is longer than any form of ours is refused as too large, wherever it stands', async () => {
    const wrong: string[] = [];
    for (const [browser, form] of offered) {
      for (const [field] of form.fields) {
        const status = await sendLong(browser, form, field, longText('a', BEYOND_IT));
        if (![400, 413].includes(status)) wrong.push(`${form.action}, ${field}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('in an address, as a query or as an id, is a page that says so', async () => {
    const browser = portal.visitor();
    for (const { paths } of handlers.filter(({ verb }) => verb === 'GET')) {
      const path = paths[0] ?? '';
      const asked = path.includes(':') ? path.replace(/:\w+/g, 'a'.repeat(3_000)) : `${path}?q=${'%20'.repeat(4_000)}`;
      expect([path, (await browser.raw('GET', asked)).status < 500]).toEqual([path, true]);
    }
    expect((await browser.raw('GET', `/en?q=${'a'.repeat(BEYOND_IT)}`)).status).toBe(431);
  });
});
