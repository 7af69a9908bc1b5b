import { DAY, SECOND } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { qrPicture } from '../../src/pages/qr-picture.js';
import { PHOTOGRAPHER_LINK_DAYS, PhotographerLinks } from '../../src/photos/photographer/photographer-links.js';
import { PhotoStore } from '../../src/photos/photo-store.js';
import { Retention } from '../../src/retention/retention.service.js';
import { LIMITS } from '../../src/security/request-limits.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type Applicant, anApplicant } from '../support/people.js';
import { aPhoto, CREAM, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** PORTAL.md 5: a photographer's one-time link into one draft slot. */
let portal: TestPortal;
let applicant: Applicant;
let browser: Visitor;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal.close());
beforeEach(async () => {
  applicant = await anApplicant(portal);
  browser = await signIn(portal, applicant);
  await portal.deliverMail();
});

const page = ({ personId, language } = applicant): string => href('photographerLink', language, { person: personId });
/** Makes a link by the page, and reads its code there. */
async function aLink(): Promise<string> {
  await browser.visit(href('photo', 'en', { person: applicant.personId }));
  await browser.follow('A photographer has the file? Let them send it here');
  await browser.press(browser.text.includes('Make a link for a studio.') ? 'Make a link' : 'Make a new link in its place');
  return browser.$('code').first().text();
}
const studio = (code: string, language: 'en' | 'fr' = 'en'): Promise<Visitor> =>
  portal.visitor({ language }).visit(href('photographerUpload', language, { code }));
const send = async (code: string, wishes = {}): Promise<Visitor> =>
  (await studio(code)).attach('photo', await aPhoto(wishes)).press('Send the photo');
const files = async (): Promise<string[]> => {
  const names: string[] = [];
  for await (const { name } of portal.get(PhotoStore).all()) names.push(name);
  return names.sort();
};
const attempts = () => portal.sql('select source, state from photo_attempt where person_id = $1', [applicant.personId]);

describe('a photographer’s link', () => {
  it.each(['en', 'fr'] as const)('takes one photo, which the applicant takes over as a draft of their own (%s)', async (language) => {
    const code = await aLink();
    expect(code).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
    expect(browser.text).toContain(href('photographerUpload', 'en', { code }));
    const sender = await studio(code, language);
    await sender.attach('photo', await aPhoto({}, 'studio é.jpg')).press(language === 'en' ? 'Send the photo' : 'Envoyer la photo');
    expect([sender.status, sender.heading]).toEqual([200, language === 'en' ? 'The photo is sent' : 'La photo est envoyée']);
    // nothing counts yet
    expect(await attempts()).toEqual([]);
    expect((await portal.deliverMail()).map(({ template, to }) => [template, to])).toEqual([['photographer-sent', applicant.email]]);
    await browser.visit(href('confirmation', 'en'));
    expect(browser.text).toContain('A photographer sent a photo');
    await browser.follow('Prepare your photo');
    expect([browser.path, browser.text.includes('studio é.jpg')]).toEqual([page(), true]);
    const [{ id: link } = { id: '' }] = await portal.sql<{ id: string }>('select id from photographer_link where person_id = $1', [
      applicant.personId,
    ]);
    const stranger = await signIn(portal, await anApplicant(portal));
    expect((await stranger.visit(href('photographerPicture', 'en', { person: applicant.personId, link }))).status).toBe(404);
    const picture = await browser.visit(browser.$('.pic img').attr('src') ?? '');
    expect([picture.status, picture.headers['content-type']]).toEqual([200, 'image/jpeg']);
    await browser.visit(page());
    await browser.press('Use this photo');
    expect(browser.path).toBe(href('photoFrame', 'en', { person: applicant.personId }));
    expect(await attempts()).toEqual([{ source: 'digital', state: 'draft' }]);
    expect(await portal.sql('select 1 from photographer_link where person_id = $1', [applicant.personId])).toEqual([]);
    const trail = await portal.sql<{ action: string }>(
      `select action from audit_event where case_file = $1 and action ~ '^photo(grapher)?[.]' order by at, id`,
      [applicant.caseId],
    );
    expect(trail.map(({ action }) => action)).toEqual(['photographer.link_made', 'photographer.photo_sent', 'photo.uploaded']);
  });

  it.each([
    ['en', 'QR code with the address of the link'],
    ['fr', 'Code QR contenant l’adresse du lien'],
  ] as const)('is also a QR code, with words for who does not see it, of the very address beside it (%s)', async (language, label) => {
    const code = await aLink();
    await browser.visit(page({ ...applicant, language }));
    const address = portal.address + href('photographerUpload', language, { code });
    expect(browser.textsOf('dd.num')).toEqual([address]);
    const { size, path } = qrPicture(address);
    const drawn = browser.$('main svg[role=img]');
    expect([drawn.length, drawn.attr('aria-label'), drawn.attr('viewBox')]).toEqual([1, label, `0 0 ${size} ${size}`]);
    expect(drawn.children('path').attr('d')).toBe(path);
  });

  it('shows a studio the findings and nothing of whose photo it is', async () => {
    const sender = await send(await aLink(), { background: CREAM });
    expect(sender.text).toContain('There is one warning.');
    expect(sender.$('.find .warn').length).toBeGreaterThan(0);
    for (const said of [applicant.name, applicant.caseNumber, applicant.email, applicant.username])
      expect(sender.$.html()).not.toContain(said);
  });

  it('takes no second photo: the link is over, in both languages, and so is one that was ended or replaced', async () => {
    const code = await aLink();
    await send(code);
    for (const language of ['en', 'fr'] as const) expect((await studio(code, language)).status).toBe(410);
    await browser.visit(page());
    await browser.press('Don’t use it');
    expect(browser.text).toContain('Make a link for a studio.');
    const [second, ended] = [await aLink(), await aLink()];
    expect((await studio(second)).status).toBe(410);
    await browser.visit(page());
    await browser.press('End the link');
    expect((await studio(ended)).status).toBe(410);
    expect((await studio('k7mx-4qtr-p2h9-wxyz')).status).toBe(410);
    expect(await attempts()).toEqual([]);
  });

  it('two studios at once: one photo is kept, the other is told that the link is over, and no file is left behind', async () => {
    const before = await files();
    const code = await aLink();
    const [one, other] = await Promise.all([studio(code), studio(code)]);
    const bytes = await aPhoto();
    for (const sender of [one, other]) sender.attach('photo', bytes);
    await Promise.all([one.press('Send the photo'), other.press('Send the photo')]);
    expect([one.status, other.status].sort()).toEqual([200, 410]);
    expect(await files()).toHaveLength(before.length + 1);
    await browser.visit(page());
    await browser.press('Don’t use it');
    expect(await files()).toEqual(before);
  });

  it('takes over the photo that stood on the page, and never another that came since', async () => {
    await send(await aLink());
    await browser.visit(page());
    const other = await signIn(portal, applicant);
    await other.visit(page());
    await other.press('Don’t use it');
    await other.press('Make a link');
    await send(other.$('code').first().text());
    await browser.press('Use this photo');
    expect([browser.path, await attempts()]).toEqual([page(), []]);
    await browser.press('Use this photo');
    expect(browser.path).toBe(href('photoFrame', 'en', { person: applicant.personId }));
  });

  it('is not used up by a file that can’t be used', async () => {
    const code = await aLink();
    const sender = await studio(code);
    await sender.press('Send the photo');
    expect([sender.status, Object.keys(sender.errors())]).toEqual([422, ['photo']]);
    await sender.attach('photo', { name: 'a.jpg', type: 'image/jpeg', bytes: Buffer.from('GIF89a') }).press('Send the photo');
    expect(sender.status).toBe(415);
    expect((await send(code)).heading).toBe('The photo is sent');
  });

  it('works for its days, and not a second longer', async () => {
    const code = await aLink();
    portal.clock.advance(PHOTOGRAPHER_LINK_DAYS * DAY - SECOND);
    expect((await studio(code)).status).toBe(200);
    portal.clock.advance(SECOND);
    expect((await studio(code)).status).toBe(410);
  });

  it('is closed once a photo is with the officers, and is another’s to nobody', async () => {
    applicant = await anApplicant(portal, { stage: 'addressed' });
    browser = await signIn(portal, applicant);
    const code = await aLink();
    const stranger = await signIn(portal, await anApplicant(portal));
    expect((await stranger.visit(page())).status).toBe(404);
    await new PhotoWay(browser, applicant).submitted();
    expect((await studio(code)).status).toBe(410);
    expect((await browser.visit(page())).status).toBe(409);
    const actor = { kind: 'applicant', accountId: applicant.accountId, personId: applicant.personId, language: 'en' } as const;
    await expect(portal.get(PhotographerLinks).make(actor, applicant.personId)).rejects.toThrow();
  });

  it('opens nothing while the file is suspended, whether before or while the studio sends', async () => {
    const code = await aLink();
    const [open, sender, before] = [await studio(code), await studio(code, 'fr'), await files()];
    const suspend = (at: Date | null) =>
      portal.sql('update confirmation set suspended_at = $2 where person_id = $1', [applicant.personId, at]);
    await suspend(portal.clock.now());
    for (const late of [open, sender]) {
      await late.attach('photo', await aPhoto()).press(late === open ? 'Send the photo' : 'Envoyer la photo');
      expect([late.status, late.heading]).toEqual([410, late === open ? 'This link is over' : 'Ce lien n’est plus valide']);
    }
    expect([(await studio(code)).status, await files()]).toEqual([410, before]);
    expect((await portal.deliverMail()).filter(({ template }) => template === 'photographer-sent')).toEqual([]);
    await suspend(null);
    expect((await studio(code)).status).toBe(200);
  });

  it('is found by its code, whatever the case and hyphens; guessing is limited by network address', async () => {
    const code = await aLink();
    const sender = await portal.visitor().visit(href('photographer', 'en'));
    await sender.press('Go on');
    expect(sender.errors()).toEqual({ code: 'Type the code' });
    await sender.fill({ code: 'k7mx-4qtr' }).press('Go on');
    expect([sender.status, sender.errors().code]).toEqual([422, expect.stringContaining('This code opens nothing')]);
    await sender.fill({ code: code.toUpperCase().replaceAll('-', ' ') }).press('Go on');
    expect(sender.heading).toBe('Send one photo for your client');
    const guesser = portal.visitor({ headers: { 'X-Forwarded-For': '203.0.113.77' } });
    for (let n = 0; n < LIMITS.photographerCodesPerAddress.points; n++)
      expect(
        (await guesser.visit(href('photographerUpload', 'en', { code: `k7mx-4qtr-p2h9-w${String(n).padStart(3, 'z')}` }))).status,
      ).toBe(410);
    expect((await guesser.visit(href('photographerUpload', 'en', { code }))).status).toBe(429);
  });

  it('that nobody takes up is removed after its time, with the photo that came', async () => {
    const before = await files();
    await send(await aLink());
    const [came] = (await files()).filter((name) => !before.includes(name));
    expect(came).toBeDefined();
    portal.clock.advance(31 * DAY);
    await portal.get(Retention).apply(portal.clock.now());
    expect(await portal.sql('select 1 from photographer_link where person_id = $1', [applicant.personId])).toEqual([]);
    expect(await files()).not.toContain(came);
  });
});
