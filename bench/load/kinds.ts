import { href } from '../../src/language/routes.js';
import type { Stage } from '../../src/seeds/sample-people.js';
import { ownPerson } from '../../tools/link-to.js';
import type { Visitor } from '../../tools/visitor.js';
import type { People } from './people.js';
import { REPLIES_ALONE, type Replies } from './replies.js';

/** A page to read, and whose cookies to send. */
export interface Page {
  readonly path: string;
  readonly cookie: string;
}

/** One thing that people do, as often as its share says; done on its own it is a page or two. */
export interface Kind {
  readonly name: string;
  /** Of a hundred that begin. */
  readonly share: number;
  /** So often at most, where it is done alone: there are no more who can. */
  readonly mostAlone?: number;
  /** @returns the status of the page where it ends */
  readonly once: () => Promise<number>;
  /** Where it is nothing but a page to read. */
  readonly page?: Page;
}

/** Who sends photos, one after the other each: an account may send 60 an hour. */
const PHOTOGRAPHED = ['declared', 'addressed', 'photoReturned', 'signedIn'] as const;

/** Of a hundred that begin, so many reply to their invitation. */
export const REPLY_SHARE = 1.5;

/**
 * A mix like real use (TRUST.md 6: of 11 requests a second in the busy hour 0.5 are sign-ins and 0.43 photos).
 * @param replies of those who have been invited; without it nobody replies
 */
export async function kindsOf(people: People, replies?: Replies): Promise<Kind[]> {
  const board = await people.signedIn('signedIn');
  const officer = await people.signedIn('supervisor');
  const status = linkOn(board, /\/status$/);
  let uploaded = 0;
  const photo = linkOn(await officer.visit(href('adminPhotos', 'en')), /\/photos\/[0-9a-f-]{36}$/);
  return [
    reads('public page', 35.5, people.visitor(), href('help', 'en')),
    reads('task list', 30, board, href('confirmation', 'en')),
    reads('status page', 16, board, status),
    reads('officers’ queue', 6, officer, href('adminQueue', 'en')),
    reads('photo review', 2, officer, photo),
    { name: 'photo accepted, then looked at again', share: 1, once: () => people.inTurn('supervisor', (desk) => accepts(desk, photo)) },
    ...(replies
      ? [{ name: 'reply: from the link in the mail to the last page', share: REPLY_SHARE, mostAlone: REPLIES_ALONE, once: () => replies.next() }]
      : []),
    { name: 'sign-in', share: 4.5, once: async () => (await people.signedIn('signedIn')).status },
    {
      name: 'photo uploaded, framed and checked',
      share: 2.5,
      once: () => uploads(people, PHOTOGRAPHED[uploaded++ % PHOTOGRAPHED.length] as Stage),
    },
    { name: 'photo checked by a visitor', share: 1, once: async () => (await (await people.withPhoto()).press('Check the photo')).status },
  ];
}

/** Kept in the store, with all that a person's own photo leaves behind; the next one takes its place. */
function uploads(people: People, stage: Stage): Promise<number> {
  return people.inTurn(stage, async (person) => {
    await person.visit(href('photo', 'en', { person: await ownPerson(person) }));
    await person.choose('source', 'digital').attach('photo', people.photo).press('Upload photo');
    return (await person.press('Apply and check')).status;
  });
}

/** A decision, and another look at it: the person is told of both, and the photo waits again for the next one. */
async function accepts(desk: Visitor, photo: string): Promise<number> {
  await (await desk.visit(photo)).press('Accept photo');
  if (desk.path === photo && desk.$('#found').length > 0) await desk.press('Accept photo'); // a check warned: the first press was the officer's own look
  return (await (await desk.visit(photo)).press('Look at this photo again')).status;
}

const BROWSER = { Accept: 'text/html', 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'navigate' };

function reads(name: string, share: number, browser: Visitor, path: string): Kind {
  return {
    name,
    share,
    once: async () => (await browser.raw('GET', path, BROWSER)).status,
    page: { path, cookie: browser.cookies.header },
  };
}

/** The first link of this kind on the page in hand. */
function linkOn(browser: Visitor, kind: RegExp): string {
  const link = browser.links().find(({ href: to }) => kind.test(to))?.href;
  if (!link) throw new Error(`no link like ${kind} on ${browser.path}`);
  return link;
}
