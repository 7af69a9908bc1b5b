import { existsSync, createReadStream, createWriteStream, chmodSync, mkdirSync } from 'node:fs';
import { createBrotliDecompress } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import { chromium } from 'playwright-core';
import { aPortal, type TestPortal } from './support/app.js';
import { anInvited } from './invitations/invited.js';
import { href } from '../src/language/routes.js';
let portal: TestPortal;
beforeAll(async () => { portal = await aPortal(); });
afterAll(() => portal.close());
it('shots', async () => {
  const bin = '/tmp/reply-chromium';
  if (!existsSync(bin)) { await pipeline(createReadStream('node_modules/@sparticuz/chromium/bin/chromium.br'), createBrotliDecompress(), createWriteStream(bin)); chmodSync(bin, 0o755); }
  const browser = await chromium.launch({ executablePath: bin, args: ['--no-sandbox','--headless','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync'] });
  mkdirSync('/tmp/reply-shots', { recursive: true });
  const only = process.env.ONLY?.split(',');
  const widths = (process.env.WIDTHS ?? '1280,320').split(',').map(Number);
  for (const language of ['en','fr'] as const) for (const width of widths) {
    const invited = await anInvited(portal, { language });
    const page = await browser.newPage({ viewport: { width, height: 900 }, javaScriptEnabled: false });
    const shot = async (name: string) => {
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      if ((wide as number) > width) console.log('WIDE', name, language, width, wide);
      if (!only || only.includes(name)) await page.screenshot({ path: `/tmp/reply-shots/${name}-${language}-${width}.png`, fullPage: true });
    };
    const go = (r: string) => page.goto(portal.address + r);
    const cont = () => page.locator('#main-form .btn').click();
    await go(href('invitation', language, { token: invited.token })); await shot('01-invitation');
    await page.fill('#dateOfBirth', '31'); await page.fill('#dateOfBirth-month', '2'); await page.fill('#dateOfBirth-year', '1988'); await cont(); await shot('02-invitation-error');
    await page.fill('#dateOfBirth', '27'); await page.fill('#dateOfBirth-month', '3'); await page.fill('[name=applicationNumber]', invited.caseNumber); await cont(); await shot('03-who');
    await cont(); await shot('04-who-error');
    await page.check('[value=representative]'); await cont(); await shot('05-representative');
    await go(href('replyWho', language)); await page.check('[value=applicant]'); await cont(); await shot('06-facts');
    await page.check('[value=wrong]'); await cont(); await shot('07-facts-error');
    await page.fill('#note', 'My given name is Mirabelle.'); await cont(); await shot('08-email');
    await page.check('[value=other]'); await page.fill('#newEmail', 'nobody@'); await cont(); await shot('09-email-error');
    await page.fill('#newEmail', `other-${language}-${width}@mail.example`); await cont(); await shot('10-presence');
    await page.check('[value=no]'); await cont(); await shot('11-abroad');
    await page.fill('#returnOn', '1'); await page.fill('#returnOn-month', '1'); await page.fill('#returnOn-year', '2020'); await cont(); await shot('12-abroad-error');
    await page.selectOption('#country', 'GB'); await page.fill('#returnOn-year', '2027'); await cont(); await shot('13-appearance');
    await page.fill('#feet', '5'); await page.fill('#inches', '14'); await cont(); await shot('14-appearance-error');
    await page.fill('#inches', '7'); await page.check('[value=brown]'); await cont(); await shot('15-check');
    await cont(); await shot('16-sent');
    await go(href('invitation', language, { token: invited.token })); await shot('17-used');
    await go(href('invitation', language, { token: 'nothing' })); await shot('18-unknown');
    const mails = await portal.deliverMail();
    const mail = mails.find((m) => m.template === 'email-confirm');
    await go(mail!.link); await shot('19-email-confirm'); await cont(); await shot('20-email-confirmed');
    await go(mail!.link); await shot('21-email-used');
    await page.context().clearCookies(); await go(href('replyFacts', language)); await shot('22-open-again');
    const other = await anInvited(portal, { language });
    await go(href('invitation', language, { token: other.token }));
    for (let n = 0; n < 6; n++) { await page.fill('#dateOfBirth', '1'); await page.fill('#dateOfBirth-month', '3'); await page.fill('#dateOfBirth-year', '1999'); await page.fill('[name=applicationNumber]', 'E1'); await cont(); }
    await shot('23-too-many');
    await page.close();
  }
  await browser.close();
}, 240_000);
