import type { ReplyAnswers } from '../../src/invitations/reply.entity.js';
import { mayOpen, nextReplyPage, pagesFor, placeOf, REPLY_PAGES, type ReplyPage } from '../../src/invitations/reply.steps.js';

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
    const open = (answers: ReplyAnswers) => REPLY_PAGES.filter((page) => mayOpen(page, answers));
    expect(open({})).toEqual(['replyWho']);
    expect(open({ isApplicant: true })).toEqual(['replyWho', 'replyFacts']);
    expect(open(without(HERE, 'email'))).toEqual(['replyWho', 'replyFacts', 'replyEmail']);
    expect(open(HERE)).toEqual(REPLY_PAGES.filter((page) => page !== 'replyAbroad'));
    expect(open(AWAY)).toEqual([...REPLY_PAGES]);
  });

  it('count one more for a person abroad', () => {
    expect(pagesFor({})).not.toContain('replyAbroad');
    expect(placeOf('replyCheck', HERE)).toEqual({ number: 6, total: 6, back: 'replyAppearance' });
    expect(placeOf('replyCheck', AWAY)).toEqual({ number: 7, total: 7, back: 'replyAppearance' });
  });

  it('lead back to the page before', () => {
    expect(placeOf('replyWho', HERE).back).toBeNull();
    expect(placeOf('replyAppearance', HERE).back).toBe('replyPresence');
    expect(placeOf('replyAppearance', AWAY).back).toBe('replyAbroad');
  });
});
