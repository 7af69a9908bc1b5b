import { MailViews } from '../../src/mail/mail-views.js';
import { CONTROLS } from '../../tools/pages/probes-shown.js';
import { everyMail } from '../mail/every-mail.js';
import { inChromium } from './in-chromium.js';
import { faultsOnPage } from './judge-page.js';

const its = inChromium();

it('axe and our probes find nothing in any mail, and none is wider than a phone', async () => {
  const page = await its.browser.newPage({ viewport: { width: 1280, height: 900 } });
  const faults: string[] = [];
  for (const { name, html } of everyMail(its.portal.get(MailViews), [{}])) {
    await page.setContent(html);
    const found = [...(await page.evaluate<string[]>(CONTROLS)), ...(await faultsOnPage(page))];
    faults.push(...found.map((fault) => `${name}: ${fault}`));
  }
  expect(faults).toEqual([]);
}, 120_000);
