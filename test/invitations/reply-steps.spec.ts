import type { ReplyAnswers } from '../../src/invitations/reply.entity.js';
import { mayOpenPlace, type MemberSoFar, nextPlace, placesOf, positionOf } from '../../src/invitations/family.steps.js';
import type { MemberAnswers } from '../../src/invitations/member-reply.entity.js';
import { nextReplyPage, pagesFor, REPLY_PAGES, type ReplyPage } from '../../src/invitations/reply.steps.js';

const HERE: ReplyAnswers = {
  isApplicant: true,
  detailsRight: true,
  email: 'mirabel@mail.example',
  inCanada: true,
  eyeColour: 'hazel',
  heightCm: 168,
};
const AWAY: ReplyAnswers = { ...HERE, inCanada: false, country: 'FR', returnOn: '2027-02-01' };
const without = (answers: ReplyAnswers, ...names: (keyof ReplyAnswers)[]): ReplyAnswers =>
  Object.fromEntries(Object.entries(answers).filter(([name]) => !names.includes(name as keyof ReplyAnswers)));

const position = (page: ReplyPage, answers: ReplyAnswers) => positionOf({ page, person: null }, answers, []);

describe('the pages of the reply', () => {
  it.each<[string, ReplyAnswers, ReplyPage]>([
    ['nothing yet', {}, 'replyWho'],
    ['who answers', { isApplicant: true }, 'replyFacts'],
    ['details that are wrong', { isApplicant: true, detailsRight: false, detailsNote: 'the name' }, 'replyEmail'],
    ['all but presence', without(HERE, 'inCanada'), 'replyPresence'],
    ['"not in Canada" without a way back', without(AWAY, 'country', 'returnOn'), 'replyAbroad'],
    ['"not in Canada" with half of it', without(AWAY, 'country'), 'replyAbroad'],
    ['all but eyes', without(HERE, 'eyeColour'), 'replyAppearance'],
    ['all but height', without(AWAY, 'heightCm'), 'replyAppearance'],
    ['everything, in Canada', HERE, 'replyCheck'],
    ['everything, abroad', AWAY, 'replyCheck'],
    ['everything, but a representative took over', without(HERE, 'isApplicant'), 'replyWho'],
  ])('with %s, the person goes on at %#: %s', (_, answers, page) => {
    expect(nextReplyPage(answers)).toBe(page);
  });

  it('open only once everything before them is answered', () => {
    const open = (answers: ReplyAnswers) => REPLY_PAGES.filter((page) => mayOpenPlace({ page, person: null }, answers, []));
    expect(open({})).toEqual(['replyWho']);
    expect(open({ isApplicant: true })).toEqual(['replyWho', 'replyFacts']);
    expect(open(without(HERE, 'email'))).toEqual(['replyWho', 'replyFacts', 'replyEmail']);
    expect(open(HERE)).toEqual(REPLY_PAGES.filter((page) => page !== 'replyAbroad'));
    expect(open(AWAY)).toEqual([...REPLY_PAGES]);
  });

  it('count one more for a person abroad', () => {
    expect(pagesFor({})).not.toContain('replyAbroad');
    expect(position('replyCheck', HERE)).toEqual({ number: 6, total: 6, back: { page: 'replyAppearance', person: null } });
    expect(position('replyCheck', AWAY)).toEqual({ number: 7, total: 7, back: { page: 'replyAppearance', person: null } });
  });

  it('lead back to the page before', () => {
    expect(position('replyWho', HERE).back).toBeNull();
    expect(position('replyAppearance', HERE).back?.page).toBe('replyPresence');
    expect(position('replyAppearance', AWAY).back?.page).toBe('replyAbroad');
  });
});

describe('the pages about the family', () => {
  const DONE: MemberAnswers = { detailsRight: true, emailFrom: 'principal', inCanada: true, eyeColour: 'blue', heightCm: 104 };
  const member = (id: string, answers: MemberAnswers, asksActing = false): MemberSoFar => ({ id, answers, asksActing });

  it.each<[string, MemberSoFar[], string, string | null]>([
    ['nothing about the first', [member('spouse', {}), member('child', {})], 'replyMember', 'spouse'],
    [
      'details of the first',
      [member('spouse', { detailsRight: true, emailFrom: 'known' }), member('child', {})],
      'replyMemberHere',
      'spouse',
    ],
    ['all about the first', [member('spouse', DONE), member('child', {})], 'replyMember', 'child'],
    ['an adult dependant without who acts', [member('adult', DONE, true)], 'replyMember', 'adult'],
    ['an adult dependant with it', [member('adult', { ...DONE, acting: 'own' }, true)], 'replyCheck', null],
    ['somebody abroad without a way back', [member('spouse', { ...DONE, inCanada: false })], 'replyMemberHere', 'spouse'],
    ['everything', [member('spouse', DONE), member('child', DONE)], 'replyCheck', null],
  ])('with %s, one goes on at %#', (_, family, page, person) => {
    expect(nextPlace(HERE, family)).toEqual({ page, person });
  });

  it('come after the own ones, and before the check', () => {
    const family = [member('spouse', DONE), member('child', {})];
    expect(nextPlace(without(HERE, 'email'), family)).toEqual({ page: 'replyEmail', person: null });
    expect(placesOf(HERE, family).map(({ page }) => page)).toEqual([
      ...REPLY_PAGES.filter((page) => page !== 'replyAbroad' && page !== 'replyCheck'),
      ...['replyMember', 'replyMemberHere', 'replyMember', 'replyMemberHere', 'replyCheck'],
    ]);
    expect(positionOf({ page: 'replyMember', person: 'child' }, HERE, family)).toEqual({
      number: 8,
      total: 10,
      back: { page: 'replyMemberHere', person: 'spouse' },
    });
    expect(mayOpenPlace({ page: 'replyMemberHere', person: 'child' }, HERE, family)).toBe(false);
    expect(mayOpenPlace({ page: 'replyMember', person: 'child' }, HERE, family)).toBe(true);
    expect(mayOpenPlace({ page: 'replyMember', person: 'a stranger' }, HERE, family)).toBe(false);
  });
});
