import { extractText, getDocumentProxy } from 'unpdf';
import { DAY } from '../../src/clock.js';
import { ECOPR_DAYS } from '../../src/confirmation/confirmation.rules.js';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { LIMITS } from '../../src/security/request-limits.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { confirmResidence, verifyPresence } from '../support/lanes.js';
import { type Applicant, anApplicant, anOfficer, aRepresentativeOf, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** PORTAL.md 3 and 4: confirming residence issues the eCOPR; its owner downloads it, anybody checks its code. */
describe('the eCOPR', () => {
  let portal: TestPortal;
  let officer: Someone;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
  });
  afterAll(() => portal.close());

  async function aResident(language: Language = 'en'): Promise<Applicant> {
    const applicant = await anApplicant(portal, { stage: 'declared', language });
    await verifyPresence(portal, officer, applicant.personId);
    await confirmResidence(portal, officer, applicant.personId);
    return applicant;
  }

  const recordOf = async ({ personId }: Applicant): Promise<{ number: string }> => {
    const [record] = await portal.sql<{ number: string }>(
      'select number from residence_record where person_id = $1 and replaced_at is null',
      [personId],
    );
    if (!record) throw new Error('no record was issued');
    return record;
  };

  async function download(browser: Visitor, applicant: Applicant, language: Language) {
    const { number } = await recordOf(applicant);
    await browser.visit(href('ecoprDocument', language, { person: applicant.personId, number }));
    expect(browser.status).toBe(200);
    expect(browser.headers['content-type']).toBe('application/pdf');
    return browser.bytes;
  }

  const textOf = async (pdf: Buffer): Promise<string> => {
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
    return text.replace(/\s+/g, ' ');
  };
  const codeIn = (text: string): string => /\b(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}\b/.exec(text)?.[0] ?? '';

  it('is issued with the confirmation, once, and its mail leads to it', async () => {
    const applicant = await aResident();
    const mails = await portal.deliverMail();
    expect(mails.at(-1)?.text).toContain(`download the document that says so (eCOPR), for ${ECOPR_DAYS} days`);
    const browser = await signIn(portal, applicant);
    await browser.visit(href('status', 'en', { person: applicant.personId }));
    await browser.follow('Download the eCOPR');
    expect(browser.status).toBe(200);
    expect(browser.heading).toBe('Your eCOPR');
    expect(browser.text).toContain((await recordOf(applicant)).number);
    expect(browser.links().map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Download in English (PDF)', 'Download in French (PDF)']),
    );
    await expect(confirmResidence(portal, officer, applicant.personId)).rejects.toThrow();
    expect(await portal.sql('select from residence_record where person_id = $1', [applicant.personId])).toHaveLength(1);
  });

  it.each([
    ['en', 'Electronic confirmation of permanent residence', 'Demonstration document', 'Not valid for travel.', 'ecopr-CRP'],
    ['fr', 'Confirmation électronique de résidence permanente', 'Document de démonstration', 'Non valable pour voyager.', 'crpe-CRP'],
  ] as const)(
    'is a document in %s with what the file said, whatever language its owner uses',
    async (language, title, demonstration, travel, name) => {
      const applicant = await aResident(language === 'en' ? 'fr' : 'en');
      const browser = await signIn(portal, applicant);
      const text = await textOf(await download(browser, applicant, language));
      expect(browser.headers['content-disposition']).toContain(`attachment; filename="${name}`);
      expect(browser.headers['cache-control']).toContain('no-store');
      for (const part of [title, demonstration, travel, 'Quillfeather', 'Idris', applicant.caseNumber]) expect(text).toContain(part);
      expect(codeIn(text)).not.toBe('');
    },
  );

  it('is tagged: title, language, headings, a table with headed rows, a figure with words (PDF/UA-1)', async () => {
    const applicant = await aResident();
    const browser = await signIn(portal, applicant);
    const pdf = await getDocumentProxy(new Uint8Array(await download(browser, applicant, 'fr')));
    expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true });
    const { info, metadata } = await pdf.getMetadata();
    expect(info).toMatchObject({ Language: 'fr-CA', Title: expect.stringContaining('Confirmation électronique') });
    expect(metadata?.getRaw()).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(await pdf.getViewerPreferences()).toMatchObject({ DisplayDocTitle: true });
    const roles: string[] = [];
    const alts: string[] = [];
    const walk = (node: { role?: string; alt?: string; children?: unknown[] }): void => {
      if (node.role) roles.push(node.role);
      if (node.alt) alts.push(node.alt);
      for (const child of node.children ?? []) walk(child as never);
    };
    for (let page = 1; page <= pdf.numPages; page++) walk((await (await pdf.getPage(page)).getStructTree()) as never);
    expect(roles.filter((role) => /^H\d$/.test(role))).toEqual(['H1', 'H2', 'H2', 'H2']);
    expect(roles.filter((role) => role === 'TH')).toHaveLength(9);
    expect(roles.filter((role) => role === 'TD')).toHaveLength(9);
    expect(alts).toEqual(['Code QR qui mène à la page où ce document se vérifie']);
    expect(pdf.numPages).toBe(1);
  });

  it('is the same document each time, and each download is counted and in the activity', async () => {
    const applicant = await aResident();
    const browser = await signIn(portal, applicant);
    const [one, other] = [await download(browser, applicant, 'en'), await download(browser, applicant, 'en')];
    expect(await textOf(one)).toBe(await textOf(other));
    expect(await portal.sql('select downloads from residence_record where person_id = $1', [applicant.personId])).toEqual([
      { downloads: 2 },
    ]);
    await browser.visit(href('accountActivity', 'en'));
    expect(browser.text.match(/A copy of the eCOPR was downloaded/g)).toHaveLength(2);
  });

  it(`can be downloaded for ${ECOPR_DAYS} days, and then the page says so`, async () => {
    const applicant = await aResident();
    portal.clock.advance(ECOPR_DAYS * DAY - 1000);
    let browser = await signIn(portal, applicant);
    await download(browser, applicant, 'en');
    portal.clock.advance(1000);
    browser = await signIn(portal, applicant);
    await browser.visit(href('ecoprDocument', 'en', { person: applicant.personId, ...(await recordOf(applicant)) }));
    expect(browser.status).toBe(410);
    expect(browser.text).toContain(`It was here for ${ECOPR_DAYS} days.`);
    await browser.visit(href('ecopr', 'en', { person: applicant.personId }));
    expect(browser.text).toContain('It could be downloaded until');
    expect(browser.links().some(({ text }) => text.startsWith('Download in'))).toBe(false);
  });

  it('is nobody else’s: another applicant, a representative, an officer, and who has none yet', async () => {
    const [applicant, other] = [await aResident(), await anApplicant(portal, { stage: 'declared' })];
    const document = href('ecoprDocument', 'en', { person: applicant.personId, ...(await recordOf(applicant)) });
    const stranger = await signIn(portal, other);
    expect((await stranger.visit(document)).status).toBe(404);
    await stranger.visit(href('ecopr', 'en', { person: other.personId }));
    expect(stranger.path).toBe(href('status', 'en', { person: other.personId }));
    expect((await (await signIn(portal, await aRepresentativeOf(portal, applicant))).visit(document)).status).toBe(403);
    expect((await (await signIn(portal, officer)).visit(document)).status).toBe(403);
    expect(await portal.sql('select downloads from residence_record where person_id = $1', [applicant.personId])).toEqual([
      { downloads: 0 },
    ]);
  });

  it('never changes once issued, whoever asks the database', async () => {
    const applicant = await aResident();
    for (const change of ["number = 'CRP-26-AAAA-AAAA'", 'issued_at = now()', 'issued_by = uuidv7()', "code_hash = '\\x00'"])
      await expect(portal.sql(`update residence_record set ${change} where person_id = $1`, [applicant.personId])).rejects.toThrow(
        'never changes',
      );
  });

  describe('checked by its code', () => {
    let applicant: Applicant;
    let code: string;
    beforeAll(async () => {
      applicant = await aResident();
      code = codeIn(await textOf(await download(await signIn(portal, applicant), applicant, 'en')));
    });

    it.each([
      ['en', 'Genuine, and it counts'],
      ['fr', 'Authentique et en vigueur'],
    ] as const)('is genuine, with what to compare and no name (%s)', async (language, words) => {
      const browser = await portal.visitor().visit(href('ecoprCheck', language));
      await browser
        .fill({ code: code.toLowerCase().replaceAll('-', ' ') })
        .press(language === 'en' ? 'Check the code' : 'Vérifier le code');
      expect(browser.status).toBe(200);
      expect(browser.text).toContain(words);
      expect(browser.text).toContain('I. Q.');
      expect(browser.text).not.toMatch(/Quillfeather|Idris/);
      await browser.follow(language === 'en' ? '← Check another code' : '← Vérifier un autre code');
      expect(browser.path).toBe(href('ecoprCheck', language));
    });

    it('is followed by the QR code’s address, and read in the other language at the same place', async () => {
      const browser = await portal.visitor().visit(href('ecoprChecked', 'en', { code }));
      expect(browser.text).toContain('Genuine, and it counts');
      await browser.follow('Français');
      expect(browser.text).toContain('Authentique et en vigueur');
    });

    it.each([
      ['', 422, 'Enter the code printed on the document'],
      ['7KQ2M', 422, 'This is not a code of ours'],
      ['UUUUU-UUUUU-UUUUU-UUUUU', 422, 'This is not a code of ours'],
      ['7KQ2M-X4T9B-3RVHA-8WZ6D', 404, 'We did not issue a document with this code'],
    ])('says what is wrong with “%s” (%i)', async (typed, status, words) => {
      const browser = await portal.visitor().visit(href('ecoprCheck', 'en'));
      await browser.fill({ code: typed }).press('Check the code');
      expect(browser.status).toBe(status);
      expect(browser.text).toContain(words);
      if (status === 422) expect(browser.value('code')).toBe(typed);
    });

    it('is not genuine when what the record says was moved from another one', async () => {
      const forged = await aResident();
      await portal.sql(
        'update residence_record r set facts = o.facts from residence_record o where r.person_id = $1 and o.person_id = $2',
        [forged.personId, applicant.personId],
      );
      const forgedCode = codeIn(await textOf(await download(await signIn(portal, forged), forged, 'en')));
      const browser = await portal.visitor().visit(href('ecoprChecked', 'en', { code: forgedCode }));
      expect(browser.status).toBe(404);
    });

    it('says nothing of a suspended person', async () => {
      const suspended = await aResident();
      const theirs = codeIn(await textOf(await download(await signIn(portal, suspended), suspended, 'en')));
      await portal.sql('update confirmation set suspended_at = now() where person_id = $1', [suspended.personId]);
      const browser = await portal.visitor().visit(href('ecoprChecked', 'en', { code: theirs }));
      expect(browser.text).toContain('We can’t confirm this document now');
      expect(browser.text).not.toContain('I. Q.');
    });

    it('is tried so many times from one address, and no more', async () => {
      const browser = portal.visitor();
      const { points } = LIMITS.recordChecksPerAddress;
      for (let n = 0; n < points; n++) await browser.visit(href('ecoprChecked', 'en', { code: '7KQ2M-X4T9B-3RVHA-8WZ6D' }));
      expect(browser.status).toBe(404);
      await browser.visit(href('ecoprChecked', 'en', { code: '7KQ2M-X4T9B-3RVHA-8WZ6D' }));
      expect(browser.status).toBe(429);
    });
  });
});
