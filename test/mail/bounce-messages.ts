/** Messages as mail servers send them back, made by code. */
export interface BounceMessage {
  /** The key of our mail. */
  readonly mail: string;
  readonly domain?: string;
  readonly to?: string;
  readonly action?: 'failed' | 'delayed' | 'delivered' | 'relayed';
  readonly status?: string;
  /** What comes back of our mail: all of it, or its headers. */
  readonly original?: 'message/rfc822' | 'text/rfc822-headers';
}

/** A report of RFC 3464, with the three parts that it has. */
export function aBounce({ mail, domain = 'portal.example', to = 'idris@mail.example', ...rest }: BounceMessage): string {
  const { action = 'failed', status = '5.1.1', original = 'text/rfc822-headers' } = rest;
  return [
    'From: Mail Delivery System <MAILER-DAEMON@mx.example>',
    'To: portal@portal.example',
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="part"',
    '',
    '--part',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `From here on it is for ${to}: the mailbox is not there.`,
    '--part',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    `Final-Recipient: rfc822; ${to}`,
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 no such user',
    '',
    '--part',
    `Content-Type: ${original}`,
    '',
    'From: Portal <portal@portal.example>',
    `To: ${to}`,
    `Message-ID: <${mail}@${domain}>`,
    'Subject: Your invitation',
    ...(original === 'message/rfc822' ? ['', 'What it said.'] : []),
    '--part--',
    '',
  ].join('\r\n');
}

/** A file in mbox format, with `>` before lines that begin like its own. */
export const mboxOf = (messages: readonly string[]): string =>
  messages
    .map((text) => `From MAILER-DAEMON Mon Nov 23 15:00:00 2026\n${text.replace(/\r\n/g, '\n').replace(/^(>*From )/gm, '>$1')}\n`)
    .join('');
