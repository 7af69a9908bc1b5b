import { NotFoundException } from '@nestjs/common';
import pg from 'pg';
import { AddressService } from '../../src/confirmation/address.service.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { everyRow } from '../support/every-row.js';
import { type ActingFamily, aFamily } from '../support/family.js';
import { type Handler, handlersOf } from '../support/handlers.js';
import { ADDRESS, type Applicant, aRepresentativeOf } from '../support/people.js';
import { aPhoto, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** PORTAL.md 2: on one case, whatever page it is. New pages are walked by themselves. */
describe('every page about a person, asked by somebody else of the family or a representative who is not theirs', () => {
  let portal: TestPortal;
  let family: ActingFamily;
  let pages: Handler[];
  /** Of each person: an attempt, a prepared photo. */
  const records = new Map<string, Record<string, string>>();
  const browsers = {} as Record<'principal' | 'spouse' | 'ofPrincipal' | 'ofSpouse', Visitor>;
  beforeAll(async () => {
    portal = await aPortal();
    family = await aFamily(portal, { stage: 'addressed' });
    const { principal, spouse, child } = family;
    browsers.principal = await signIn(portal, principal);
    browsers.spouse = await signIn(portal, spouse.account);
    browsers.ofPrincipal = await signIn(portal, await aRepresentativeOf(portal, principal));
    browsers.ofSpouse = await signIn(portal, await aRepresentativeOf(portal, { caseId: principal.caseId, personId: spouse.id }));
    for (const [id, browser, helper] of [
      [principal.personId, browsers.principal, browsers.ofPrincipal],
      [child.id, browsers.principal, browsers.ofPrincipal],
      [spouse.id, browsers.spouse, browsers.ofSpouse],
    ] as const) {
      await new PhotoWay(browser, { ...principal, personId: id } as Applicant).checked();
      await helper.visit(href('clientPhoto', 'en', { person: id }));
      await helper.attach('photo', await aPhoto()).press('Prepare for my client');
      const [attempt] = await portal.sql<{ id: string }>('select id from photo_attempt where person_id = $1', [id]);
      const [draft] = await portal.sql<{ id: string }>('select id from photo_draft where person_id = $1', [id]);
      records.set(id, { person: id, attempt: attempt?.id ?? '', draft: draft?.id ?? '', picture: 'frame' });
    }
    pages = handlersOf(portal).filter(({ paths }) => paths[0]?.includes(':person') && !paths[0].startsWith('/en/admin'));
  }, 120_000);
  afterAll(() => portal.close());

  async function ask(browser: Visitor, { verb, paths }: Handler, ids: Record<string, string>): Promise<number> {
    const path = (paths[0] ?? '').replace(/:(\w+)/g, (_, name: string) => ids[name] ?? '');
    const site = { 'Sec-Fetch-Site': 'same-origin' };
    if (verb === 'GET') return (await browser.raw('GET', path, site)).status;
    const type = { ...site, 'Content-Type': 'application/x-www-form-urlencoded' };
    return (await browser.raw(verb, path, type, `_csrf=${encodeURIComponent(browser.csrfToken)}&draft=${ids.draft}&decision=use`)).status;
  }

  it('is walked over every such page', () => {
    expect(pages.length).toBeGreaterThan(40);
    for (const ids of records.values()) expect(Object.values(ids).every(Boolean)).toBe(true);
  });

  it.each(['principal', 'spouse', 'ofPrincipal', 'ofSpouse'] as const)(
    '%s finds nothing of the others, and changes nothing',
    async (who) => {
      const { principal, spouse, child } = family;
      const others = who === 'principal' || who === 'ofPrincipal' ? [spouse.id] : [principal.personId, child.id];
      const wrong: string[] = [];
      const rows = async () => {
        // a representative's forbidden acts are written down and told, by right
        const { audit_event: events, audit_chain: _heads, outbox_message: _mails, ...kept } = await everyRow(portal);
        return who.startsWith('of') ? kept : { ...kept, events };
      };
      const before = await rows();
      for (const person of others)
        for (const page of pages) {
          const status = await ask(browsers[who], page, records.get(person) ?? {});
          if (status !== 404 && status !== 403) wrong.push(`${page.verb} ${page.paths[0]}: ${status}`);
        }
      expect(wrong).toEqual([]);
      expect(await rows()).toEqual(before);
    },
  );

  it('an attempt or a prepared photo of another under one’s own name is not found either', async () => {
    const { principal, spouse } = family;
    const [own, other] = [records.get(principal.personId), records.get(spouse.id)];
    const mixed = { ...other, person: own?.person ?? '' };
    const found: string[] = [];
    for (const page of pages.filter(({ verb, paths }) => verb === 'GET' && /:(attempt|draft)/.test(paths[0] ?? ''))) {
      const status = await ask(browsers.principal, page, mixed);
      if (status !== 404) found.push(`${page.paths[0]}: ${status}`);
    }
    expect(found).toEqual([]);
  });

  it('an act for somebody who opens an account of their own at this moment comes too late', async () => {
    const { principal, child } = family;
    const opening = new pg.Client({ connectionString: portal.database.databaseUrl });
    await opening.connect();
    await opening.query('begin');
    await opening.query('update acts_for set until = now() where account_id = $1 and person_id = $2', [principal.accountId, child.id]);
    const actor = { kind: 'applicant', accountId: principal.accountId, personId: principal.personId, language: 'en' } as const;
    const acting = portal.get(AddressService).giveHome(actor, child.id, ADDRESS);
    const late = expect(acting).rejects.toThrow(NotFoundException);
    await new Promise((resolve) => setTimeout(resolve, 300)); // it waits by now
    await opening.query('commit');
    await opening.end();
    await late;
    expect(await portal.sql('select home_address from confirmation where person_id = $1', [child.id])).toEqual([{ home_address: null }]);
  });
});
