import { createHash } from 'node:crypto';
import { MailedCardsClock } from '../../src/cards/mailed/mailed-cards-clock.js';
import { HOUR } from '../../src/clock.js';
import { dayOf } from '../../src/language/formats.js';
import { href } from '../../src/language/routes.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import type { Visitor } from '../../tools/visitor.js';
import { type Answer, type FormEntry, multipart } from '../../tools/visitor-http.js';
import type { TestPortal } from '../support/app.js';
import { aMailedCard } from '../support/lanes.js';
import { ADDRESS, type Applicant, anApplicant, anOfficer, aRepresentativeOf, PASSWORD } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { withoutTriggers } from '../support/trail.js';
import { type Act, type File, OUTSIDE, type Who } from './lanes-model.js';

/** What the database holds of a file. */
export interface Stored {
  readonly presence: string;
  readonly home: boolean;
  readonly mailing: boolean;
  readonly frozen: boolean;
  readonly reopened: boolean;
  readonly residence: boolean;
  readonly card: string;
  readonly photo: string;
  readonly attempts: number;
}

interface Newest {
  readonly id: string;
  readonly checkedAt: string | null;
  readonly warned: boolean;
}

let photos = 0;

/** Two applicants, one's representative, the office and those outside with their browsers, and every act as the request that does it. */
export class PortalUnderTest {
  private constructor(
    readonly portal: TestPortal,
    readonly people: Record<File, Applicant>,
    readonly browsers: Record<Who, Visitor>,
    readonly portrait: Buffer,
    readonly officersSince: Date,
  ) {}

  /** What was final at the end of the last step. */
  #finals = new Map<string, string>();

  /** Applicants are new in each run, one's card in the mail where that is wished for; officers stay, as in an office, until their day is over. */
  static async begin(portal: TestPortal, mailed: boolean, before?: PortalUnderTest): Promise<PortalUnderTest> {
    const stays = before && portal.clock.now().getTime() - before.officersSince.getTime() < 4 * HOUR;
    const people = { applicant: await anApplicant(portal, mailed ? { stage: 'addressed' } : {}), stranger: await anApplicant(portal) };
    if (mailed) await aMailedCard(portal, await anOfficer(portal, { role: 'supervisor' }), people.applicant.personId);
    const browsers = {
      ...(stays ? before.browsers : await theOfficeAndOutside(portal)),
      applicant: await signIn(portal, people.applicant),
      stranger: await signIn(portal, people.stranger),
      representative: await signIn(portal, await aRepresentativeOf(portal, people.applicant)),
    };
    const since = stays ? before.officersSince : portal.clock.now();
    return new PortalUnderTest(portal, people, browsers, before?.portrait ?? (await drawPortrait()), since);
  }

  /** Sends what this act is, whoever sends it; the answer. */
  async send(act: Act, who: Who, file: File): Promise<Answer> {
    // a decision leads its officer to the next photo and claims that file (test/claims); here nobody has one
    await this.portal.sql('delete from file_claim');
    const person = this.people[file].personId;
    const photo = await this.newestPhoto(file);
    const attempt = photo?.id ?? crypto.randomUUID();
    switch (act) {
      case 'declare':
        return this.#form(who, href('presence', 'en', { person }), { agreed: 'yes', name: this.people[file].name, password: PASSWORD });
      case 'goAbroad':
        return this.#form(who, href('abroad', 'en', { person }), {
          'returnOn-day': '3',
          'returnOn-month': '4',
          'returnOn-year': '2028',
          country: 'PT',
        });
      case 'leave':
        return this.#form(who, href('leftCanada', 'en', { person }), {});
      case 'giveHome':
        return this.#form(who, href('homeAddress', 'en', { person }), ADDRESS);
      case 'giveMailing':
        return this.#form(who, href('mailingAddress', 'en', { person }), { to: 'home' });
      case 'upload':
        return this.#upload(who, person);
      case 'frame':
        return this.#form(who, href('photoFrame', 'en', { person }), { ...frame(photos++), do: '', by: 'coarse', attempt: '' });
      case 'apply':
        return this.#form(who, href('photoFrame', 'en', { person }), { ...WHOLE, do: 'apply', by: 'coarse', attempt: '' });
      case 'tick':
        return this.#form(who, href('photoFindings', 'en', { person }), {
          declaration: 'yes',
          acknowledgement: 'yes',
          seen: photo?.checkedAt ?? '',
        });
      case 'submit':
        return this.#form(who, href('review', 'en', { person }), { attempt, password: PASSWORD });
      case 'verify':
        return this.#form(who, href('adminPresence', 'en', { person }), {});
      case 'confirm':
        return this.#form(who, href('adminResidence', 'en', { person }), { identityMatches: 'yes' });
      case 'look':
        return this.#form(who, href('adminPhotoLook', 'en', { attempt }), {});
      case 'accept':
        return this.#form(who, href('adminPhotoAcceptance', 'en', { attempt }), { seen: 'findings' });
      case 'return':
        return this.#form(who, href('adminPhotoReturn', 'en', { attempt }), { reasons: 'glare', words: '', language: 'en' });
      case 'undo':
        return this.#form(who, href('adminPhotoUndo', 'en', { attempt }), {});
      case 'print':
        return this.#form(who, href('adminCardPrinted', 'en', { card: await this.#card(person) }), {});
      case 'mail':
        return this.#form(who, href('adminCardMailed', 'en', { card: await this.#card(person) }), {});
      case 'comeBack': {
        const [year = '', month = '', day = ''] = dayOf(this.portal.clock.now()).split('-');
        const on = { 'cameBackOn-day': day, 'cameBackOn-month': month, 'cameBackOn-year': year };
        return this.#form(who, href('adminCardReturn', 'en', { card: await this.#card(person) }), { ...on, reason: 'moved' });
      }
      case 'replace':
        return this.#form(who, href('adminCardReplacement', 'en', { card: await this.#card(person) }), {});
      case 'reportMissing':
        return this.#form(who, href('cardMissing', 'en', { person }), { agreed: 'yes', name: this.people[file].name, password: PASSWORD });
    }
  }

  /** For a card alone, so that no session ends for want of a request: its days are moved back, and the clock's job runs until nothing is due. */
  async weeksPass(file: File, days: number): Promise<void> {
    const earlier = `update card set printed_at = printed_at - $2 * interval '1 day', mailed_at = mailed_at - $2 * interval '1 day',
                       came_back_at = came_back_at - $2 * interval '1 day', ends_on = ends_on - $2::int
        where id = (select card_id from confirmation where person_id = $1)`;
    await withoutTriggers(this.portal, 'card', (owner) => owner.query(earlier, [this.people[file].personId, days]));
    while ((await this.portal.get(MailedCardsClock).end(this.portal.clock.now())) > 0);
  }

  async newestPhoto(file: File): Promise<Newest | null> {
    const [row] = await this.portal.sql<{ id: string; checked_at: string | null; warned: boolean }>(
      `select h.id, h.checked_at, coalesce(h.findings @> '[{"outcome":"warning"}]', false) as warned
         from confirmation f join photo_attempt h on h.id = f.photo_id where f.person_id = $1`,
      [this.people[file].personId],
    );
    return row ? { id: row.id, checkedAt: row.checked_at && new Date(row.checked_at).toISOString(), warned: row.warned } : null;
  }

  async stored(file: File): Promise<Stored> {
    const [row] = await this.portal.sql(
      `select f.presence, f.home_address is not null as home, f.mailing_answered as mailing, f.address = 'frozen' as frozen, f.address = 'reopened' as reopened,
              f.residence = 'confirmed' as residence, coalesce(k.state, 'none') as card, coalesce(h.state, 'none') as photo,
              (select count(*)::int from photo_attempt a where a.person_id = f.person_id) as attempts
         from confirmation f left join photo_attempt h on h.id = f.photo_id left join card k on k.id = f.card_id
        where f.person_id = $1`,
      [this.people[file].personId],
    );
    return row as unknown as Stored;
  }

  /** The label on the person's own page. */
  async label(file: File): Promise<string> {
    const browser = this.browsers[file];
    await browser.visit(href('status', 'en', { person: this.people[file].personId }));
    return browser.lead;
  }

  /** Each opens a page, so that no session ends for want of a request: that is not what is tried here. */
  async everybodyIsThere(): Promise<void> {
    for (const browser of Object.values(this.browsers)) await browser.raw('GET', href('account', 'en'));
  }

  /** What may never change once it is there: what was signed, submitted and written down. Those that did since the last step, or are gone. */
  async changedFinals(): Promise<string[]> {
    const rows = await this.portal.sql<{ id: string; print: string }>(
      `select id::text, md5(t::text) as print from presence_declaration t
       union all select id::text, md5(t::text) from photo_submission t
       union all select id::text, md5(t::text) from missing_card t
       union all select id::text, md5(t::text) from audit_event t`,
    );
    const now = new Map(rows.map(({ id, print }) => [id, print]));
    const changed = [...this.#finals].filter(([id, print]) => now.get(id) !== print).map(([id]) => id);
    this.#finals = now;
    return changed;
  }

  async #card(person: string): Promise<string> {
    const [row] = await this.portal.sql<{ id: string }>('select card_id as id from confirmation where person_id = $1', [person]);
    return row?.id ?? crypto.randomUUID();
  }

  async #form(who: Who, path: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    const browser = this.browsers[who];
    const body = new URLSearchParams({ ...fields, _csrf: browser.csrfToken }).toString();
    return browser.raw('POST', path, { ...OURS, 'Content-Type': 'application/x-www-form-urlencoded' }, body);
  }

  /** Each photo another file, so that none is known from before: a comment makes the difference, and no pixel. */
  async #upload(who: Who, person: string): Promise<Answer> {
    const browser = this.browsers[who];
    const comment = createHash('sha256').update(`photo ${photos++}`).digest();
    const segment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, comment.length + 2]), comment]);
    const bytes = Buffer.concat([this.portrait.subarray(0, 2), segment, this.portrait.subarray(2)]);
    const fields: FormEntry[] = [
      ['source', 'digital'],
      ['code', ''],
      ['photo', { name: 'portrait.jpg', type: 'image/jpeg', bytes }],
    ];
    const { body, type } = multipart(fields);
    const path = `${href('photo', 'en', { person })}?csrf=${encodeURIComponent(browser.csrfToken)}`;
    return browser.raw('POST', path, { ...OURS, 'Content-Type': type }, body);
  }
}

/** Those who stay from run to run. */
async function theOfficeAndOutside(
  portal: TestPortal,
): Promise<Record<Exclude<Who, 'applicant' | 'stranger' | 'representative'>, Visitor>> {
  return {
    officer: await signIn(portal, await anOfficer(portal)),
    colleague: await signIn(portal, await anOfficer(portal)),
    clerk: await signIn(portal, await anOfficer(portal, { role: 'card_clerk' })),
    supervisor: await signIn(portal, await anOfficer(portal, { role: 'supervisor' })),
    nobody: await portal.visitor().visit(href('signIn', 'en')),
    newcomer: await signIn(portal, await anApplicant(portal, { stage: 'temporary' })),
    entrant: await signIn(portal, await anOfficer(portal, { app: false })),
  };
}

/** Where those outside are led instead: each has one thing to do first. */
const DOORS: Record<(typeof OUTSIDE)[number], string> = {
  nobody: href('signIn', 'en'),
  newcomer: href('firstSignIn', 'en'),
  entrant: href('factorApp', 'en'),
};
const isOutside = (who: Who): who is (typeof OUTSIDE)[number] => (OUTSIDE as readonly Who[]).includes(who);

/** Whether the answer is the portal's no: to those outside, the door; to others that it is not theirs, or not there. */
export const isRefusal = (who: Who, { status, headers }: Answer): boolean =>
  isOutside(who) ? status === 303 && headers.location === DOORS[who] : status === 403 || status === 404;

const OURS = { 'Sec-Fetch-Site': 'same-origin' };
const WHOLE = { left: '0', top: '0', width: '1000', angle: '0' };
/** Another frame each time: the same one again would be no change. */
const frame = (number: number) => ({ left: '20', top: '20', width: String(800 + (number % 100)), angle: '0' });
