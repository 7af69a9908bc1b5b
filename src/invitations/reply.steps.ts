import type { RouteName } from '../language/route-table.js';
import type { ReplyAnswers } from './reply.entity.js';

/** The pages of the reply, in the order in which they are asked (PORTAL.md 4): which opens when, and where Back leads. */
export const REPLY_PAGES = [
  'replyWho',
  'replyFacts',
  'replyEmail',
  'replyPresence',
  'replyAbroad',
  'replyAppearance',
  'replyCheck',
] as const satisfies readonly RouteName[];
export type ReplyPage = (typeof REPLY_PAGES)[number];
/** The pages that ask something. */
export type QuestionPage = Exclude<ReplyPage, 'replyCheck'>;

interface ReplyStep {
  /** Left out: asked of everybody. */
  readonly isAsked?: (answers: ReplyAnswers) => boolean;
  readonly isAnswered: (answers: ReplyAnswers) => boolean;
}

const STEPS: Record<ReplyPage, ReplyStep> = {
  replyWho: { isAnswered: (answers) => answers.isApplicant === true },
  replyFacts: { isAnswered: (answers) => answers.detailsRight !== undefined },
  replyEmail: { isAnswered: (answers) => answers.email !== undefined },
  replyPresence: { isAnswered: (answers) => answers.inCanada !== undefined },
  replyAbroad: {
    isAsked: (answers) => answers.inCanada === false,
    isAnswered: (answers) => answers.country !== undefined && answers.returnOn !== undefined,
  },
  replyAppearance: { isAnswered: (answers) => answers.eyeColour !== undefined && answers.heightCm !== undefined },
  replyCheck: { isAnswered: () => false },
};

/** The pages this person is asked, with the answers so far. */
export const pagesFor = (answers: ReplyAnswers): ReplyPage[] => REPLY_PAGES.filter((page) => STEPS[page].isAsked?.(answers) ?? true);

/** The page on which the person goes on: the first one that is not answered, at last "Check your answers". */
export const nextReplyPage = (answers: ReplyAnswers): ReplyPage =>
  pagesFor(answers).find((page) => !STEPS[page].isAnswered(answers)) ?? 'replyCheck';
