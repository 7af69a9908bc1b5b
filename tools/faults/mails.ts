import { setTimeout as wait } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import type { Department } from '../department/department.js';

/** So long a mail is waited for, in milliseconds. */
const PATIENCE = 60_000;

/** The plain text of the newest mail that somebody got with this subject; waited for a while. @throws Error when none comes */
export async function mailTo({ mails }: Department, email: string, subject: string): Promise<string> {
  for (const began = performance.now(); performance.now() - began < PATIENCE; await wait(200)) {
    for (const { to, message } of mails.accepted.filter((mail) => mail.to.includes(email)).reverse()) {
      const mail = await simpleParser(message);
      if (to.includes(email) && mail.subject?.includes(subject)) return mail.text ?? '';
    }
  }
  throw new Error(`no mail “${subject}” came to ${email}`);
}

/** The first link in a mail, as a path. */
export function linkIn(text: string): string {
  const link = /https?:\/\/\S+/.exec(text)?.[0];
  if (!link) throw new Error('the mail has no link');
  return new URL(link).pathname;
}

/** How often each mail arrived, by its key in the outbox. */
export function arrivals({ mails }: Department): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { message } of mails.accepted) {
    const id = /^Message-ID:\s*<([0-9a-f-]{36})@/im.exec(message)?.[1];
    if (id) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
