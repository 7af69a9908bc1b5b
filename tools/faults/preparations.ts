import type { Department } from '../department/department.js';
import { signInWith } from '../second-step.js';
import type { Visitor } from '../visitor.js';
import { mailTo } from './mails.js';
import { BORN, type Probe } from './probe.js';

const PASSWORD = 'nine slow barges under the moon';

/** A supervisor, whom no role stops. */
export async function signInOfficer(department: Department, browser: Visitor): Promise<Visitor> {
  const officer = department.people.find(({ stage }) => stage === 'supervisor')?.signIn;
  if (!officer) throw new Error('no officer was seeded');
  return signInWith(browser, officer);
}

/** The officer opens a case and sends its invitation. */
export async function invite(department: Department, probe: Probe, officer: Visitor): Promise<void> {
  await officer.visit(probe.to('adminCases'));
  await officer.follow(probe.say('admin-cases:list.new'));
  officer
    .choose('language', 'en')
    .choose('sex', 'F')
    .fill({
      ...BORN,
      applicationNumber: probe.caseNumber,
      familyName: 'Probe',
      givenNames: probe.givenNames,
      uci: String(70_000_000 + probe.number),
      email: probe.email,
      'appliedOn-day': 3,
      'appliedOn-month': 11,
      'appliedOn-year': 2025,
      contactAddress: 'confirmation@office.example',
      placeOfBirth: 'Coimbra',
      countryOfBirth: 'PT',
      citizenship: 'PT',
    });
  await officer.press(probe.say('admin-cases:form.act'));
  probe.caseId = /[0-9a-f-]{36}/.exec(officer.path)?.[0] ?? '';
  await officer.press(probe.say('admin-cases:act.send'));
  const [person] = await department.sql<{ id: string }>('select id from person where case_file_id = $1', [probe.caseId]);
  if (!person) throw new Error(`no case was made: ${officer.path}, ${JSON.stringify(officer.errors())}`);
  probe.personId = person.id;
}

/** The officer reads the reply and creates the account; the person replaces the temporary password. */
export async function giveAccount(department: Department, probe: Probe, officer: Visitor, person: Visitor): Promise<void> {
  await officer.visit(probe.to('adminCase'));
  await officer.follow(probe.say('admin-cases:act.readReply'));
  await officer.press(probe.say('admin-cases:answers.markRead'));
  await officer.press(probe.say('admin-cases:act.createAccount'));
  const text = await mailTo(department, probe.email, probe.say('mail:temporary-password.subject'));
  const told = (name: string): string => new RegExp(`^${probe.say(`mail:facts.${name}`)}\\n(.+)$`, 'm').exec(text)?.[1] ?? '';
  probe.username = told('username');
  await person.visit(probe.to('signIn'));
  await person.fill({ username: probe.username, password: told('password') }).press(probe.say('signIn:act'));
  await person.fill({ newPassword: PASSWORD }).press(probe.say('password:create.act'));
  probe.password = PASSWORD;
}

/** The officer verifies presence and confirms residence. */
export async function confirmResidence(probe: Probe, officer: Visitor): Promise<void> {
  await officer.visit(probe.to('adminPresence'));
  await officer.press(probe.say('admin-presence:verify.act'));
  await officer.tick('identityMatches').press(probe.say('admin-presence:confirm.act'));
}
