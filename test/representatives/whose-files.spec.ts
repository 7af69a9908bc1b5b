import { MikroORM, RequestContext } from '@mikro-orm/core';
import { NotFoundException } from '@nestjs/common';
import { ActsFor } from '../../src/accounts/acts-for.entity.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { Returns } from '../../src/confirmation/returns.js';
import { DAY } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { Representations } from '../../src/representatives/representations.service.js';
import { WaitingMails } from '../../src/representatives/waiting-mails.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aFamily } from '../support/family.js';
import { aSentPhoto, returnPhoto } from '../support/lanes.js';
import { anOfficer, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** PORTAL.md 2: the principal applicant signs for themselves and for those they act for; another adult's file is not opened by it. */
describe('a family and the principal applicant’s representative', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it('sees the applicant and the child, and nothing of the spouse who acts alone: not in the list, by address, or in a mail', async () => {
    const { principal, child, spouse } = await aFamily(portal);
    const someone = await aRepresentativeOf(portal, principal);
    await portal.get(WaitingMails).tell(portal.clock.now());
    await portal.deliverMail();
    portal.clock.advance(DAY);
    await aSentPhoto(portal, spouse.id);
    await returnPhoto(portal, await anOfficer(portal), spouse.id);
    const browser = await signIn(portal, someone);
    await browser.visit(href('clients', 'en'));
    expect([principal.name, child.name, spouse.name].map((name) => browser.text.includes(name))).toEqual([true, true, false]);
    for (const route of ['clientHomeAddress', 'clientPhoto'] as const)
      expect((await browser.visit(href(route, 'en', { person: spouse.id }))).status).toBe(404);
    await portal.get(WaitingMails).tell(portal.clock.now());
    expect((await portal.deliverMail()).filter(({ template }) => template === 'client-waits')).toEqual([]);
    const actor = { kind: 'representative', accountId: someone.accountId, personId: null, language: 'en' } as const;
    const ofClient = (id: string) =>
      RequestContext.create(portal.app.get(MikroORM).em, () => portal.get(Representations).ofClient(actor, id));
    await expect(ofClient(spouse.id)).rejects.toThrow(NotFoundException);
    expect((await ofClient(child.id)).caseFile.id).toBe(principal.caseId);
  });
});

describe('somebody on a case for whom nobody can answer yet', () => {
  it('is asked again on the officers’ list alone: no mail tells them to sign in', async () => {
    const portal = await aPortal();
    try {
      const { child } = await aFamily(portal, { abroad: 'child' });
      await portal.em().nativeUpdate(ActsFor, { person: child.id }, { until: portal.clock.now() });
      await portal.em().nativeUpdate(Confirmation, { person: child.id }, { returnOn: '2026-11-24' });
      await portal.deliverMail();
      portal.clock.advance(2 * DAY);
      expect(await portal.get(Returns).ask(portal.clock.now())).toBe(1);
      expect((await portal.deliverMail()).filter(({ template }) => template === 'return-asked')).toEqual([]);
      const desk = await signIn(portal, await anOfficer(portal));
      await desk.visit(href('adminReturns', 'en'));
      expect(desk.text).toContain(child.name);
    } finally {
      await portal.close();
    }
  });
});
