import { setTimeout as wait } from 'node:timers/promises';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../visitor.js';
import type { SamplePortal } from './sample-portal.js';

/** Opens the newest mail whose row in the developers' mailbox holds these words, such as an address; waits for it a while. */
export async function mailTo(portal: SamplePortal, browser: Visitor, words: string): Promise<Visitor> {
  await portal.deliver?.();
  for (let tries = 0; tries < 100; tries++) {
    const { $ } = await browser.visit(href('mailbox', 'en'));
    const mail = $(`main tr:contains("${words}") a`).first().attr('href');
    if (mail) return browser.visit(mail);
    await wait(150);
  }
  throw new Error(`no mail with "${words}" came`);
}

/** Where a mail leads: the first link in it that is no link of the page around it. */
export function linkOf(mail: Visitor): string {
  const link = mail.links().find(({ href }) => href.startsWith(mail.address));
  if (!link) throw new Error(`no link in ${mail.path}`);
  return new URL(link.href).pathname;
}
