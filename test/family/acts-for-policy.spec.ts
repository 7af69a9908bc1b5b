import { type ActingFacts, actingFor } from '../../src/accounts/acts-for.policy.js';
import { familyRole } from '../../src/cases/family-role.js';
import type { Relation } from '../../src/cases/person.entity.js';

/** Who acts for whom, and why: people × account × consent (PORTAL.md 2). */
describe('who acts for whom', () => {
  it.each<[ActingFacts['role'], ActingFacts['account'], ActingFacts['consent'], string]>([
    ['principal', 'none', 'none', 'nobody (principal), account needed'],
    ['principal', 'made', 'none', 'nobody (principal), account needed'],
    ['principal', 'opened', 'none', 'self (principal), account needed'],
    ['spouse', 'none', 'none', 'nobody (spouse), account needed'],
    ['spouse', 'none', 'given', 'nobody (spouse), account needed'], // a spouse can't be acted for, whatever they answered
    ['spouse', 'made', 'none', 'nobody (spouse), account needed'],
    ['spouse', 'opened', 'none', 'self (ownAccount), account needed'],
    ['child', 'none', 'none', 'principal as parent (child), account never'],
    ['child', 'made', 'none', 'principal as parent (child), account never'],
    ['child', 'opened', 'refused', 'principal as parent (child), account never'],
    ['childOfAge', 'none', 'none', 'principal as parent (childOfAge), account offered'],
    ['childOfAge', 'made', 'none', 'principal as parent (childOfAge), account offered'], // offered, not opened: it goes on
    ['childOfAge', 'opened', 'none', 'self (ownAccount), account needed'],
    ['adultDependant', 'none', 'none', 'nobody (adultDependant), account needed, may be asked'],
    ['adultDependant', 'made', 'none', 'nobody (adultDependant), account needed'],
    ['adultDependant', 'opened', 'none', 'self (ownAccount), account needed'],
    ['adultDependant', 'none', 'refused', 'nobody (refused), account needed, may be asked'],
    ['adultDependant', 'none', 'given', 'principal as principal_with_consent (agreed), account offered'],
    ['adultDependant', 'made', 'given', 'principal as principal_with_consent (agreed), account offered'],
    ['adultDependant', 'opened', 'given', 'self (ownAccount), account needed'],
  ])('%s, account %s, consent %s: %s', (role, account, consent, answer) => {
    const { by, as, reason, account: own, mayAsk } = actingFor({ role, account, consent });
    expect(`${by}${as ? ` as ${as}` : ''} (${reason}), account ${own}${mayAsk ? ', may be asked' : ''}`).toBe(answer);
  });

  it.each<[Relation, string, string]>([
    ['principal', '2010-01-01', 'principal'],
    ['spouse', '2009-06-01', 'spouse'],
    ['partner', '1980-01-01', 'spouse'],
    ['child', '2007-11-03', 'adultDependant'], // 18 on the application date
    ['child', '2007-11-04', 'childOfAge'], // a day short of it, 18 since
    ['child', '2008-11-28', 'childOfAge'], // 18 today
    ['child', '2008-11-29', 'child'], // 18 tomorrow
    ['dependant', '2016-02-03', 'child'],
    ['dependant', '1950-02-03', 'adultDependant'],
  ])('%s born on %s is %s', (relation, born, role) => {
    expect(familyRole(relation, born, '2025-11-03', '2026-11-28')).toBe(role);
  });
});
