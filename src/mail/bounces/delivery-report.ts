import { simpleParser } from 'mailparser';
import type { Bounce } from '../outbox-message.entity.js';

/** What a report of RFC 3464 says of one of our mails. */
export interface DeliveryReport {
  /** The key of the mail in the outbox. */
  readonly mail: string;
  readonly bounce: Bounce;
}

const REPORTS = ['message/delivery-status', 'message/global-delivery-status'];
const ORIGINALS = ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'];
const MESSAGE_ID = /^Message-ID:\s*<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@([^>\s]+)>/im;

/**
 * Reads a message of a mailbox for bounces. Anything that is no report about a mail of ours is null: out-of-office notes, news, spam.
 * @param domain of our sender, which is the one in our Message-IDs
 */
export async function deliveryReport(message: Buffer, domain: string): Promise<DeliveryReport | null> {
  const { attachments } = await simpleParser(message, { keepDeliveryStatus: true, skipTextToHtml: true, skipImageLinks: true });
  const parts = (types: readonly string[]) =>
    attachments.filter(({ contentType }) => types.includes(contentType)).map(({ content }) => content.toString('latin1'));
  const bounce = parts(REPORTS).map(bounceIn).find(Boolean);
  const original = parts(ORIGINALS)
    .map((text) => MESSAGE_ID.exec(text))
    .find(Boolean);
  if (!bounce || original?.[2]?.toLowerCase() !== domain.toLowerCase()) return null;
  return { mail: (original[1] ?? '').toLowerCase(), bounce };
}

/** A group of fields a recipient; our mails have one. `Action: failed` with a status of 5 is for good; of 4 the address may be right, and the mail was given up. */
function bounceIn(report: string): Bounce | null {
  for (const group of report.replace(/\r\n/g, '\n').split(/\n{2,}/)) {
    const field = (name: string): string => FIELD[name as keyof typeof FIELD].exec(group)?.[1]?.trim().toLowerCase() ?? '';
    if (!field('recipient')) continue;
    const [action, status] = [field('action'), field('status')];
    if (action === 'failed') return status.startsWith('4.') ? 'undelivered' : status.startsWith('5.') ? 'permanent' : null;
    if (action === 'delayed') return 'temporary';
  }
  return null;
}

const FIELD = {
  recipient: /^(?:Final|Original)-Recipient:(.+)$/im,
  action: /^Action:\s*([a-z]+)/im,
  status: /^Status:\s*(\d\.\d{1,3}\.\d{1,3})/im,
};
