import type { RouteName } from '../language/route-table.js';
import type { MemberAnswers } from './member-reply.entity.js';
import type { ReplyAnswers } from './reply.entity.js';
import { nextReplyPage, pagesFor, type ReplyPage } from './reply.steps.js';

/** The two pages about each person of the family, after the principal applicant's own. */
export const MEMBER_PAGES = ['replyMember', 'replyMemberHere'] as const satisfies readonly RouteName[];
export type MemberPage = (typeof MEMBER_PAGES)[number];

/** A page of the reply; of the family's, about whom. */
export type ReplyPlace = { readonly page: ReplyPage; readonly person: null } | { readonly page: MemberPage; readonly person: string };

/** Somebody of the family with the answers about them so far. */
export interface MemberSoFar {
  readonly id: string;
  readonly asksActing: boolean;
  readonly answers: MemberAnswers;
}

const IS_ANSWERED: Record<MemberPage, (member: MemberSoFar) => boolean> = {
  replyMember: ({ answers, asksActing }) =>
    answers.detailsRight !== undefined && answers.emailFrom !== undefined && (!asksActing || answers.acting !== undefined),
  replyMemberHere: ({ answers }) =>
    answers.inCanada !== undefined &&
    (answers.inCanada || (answers.country !== undefined && answers.returnOn !== undefined)) &&
    answers.eyeColour !== undefined &&
    answers.heightCm !== undefined,
};

/** Every page of this reply, in order: one's own, two for each of the family, "Check your answers". */
export function placesOf(answers: ReplyAnswers, family: readonly MemberSoFar[]): ReplyPlace[] {
  const own = pagesFor(answers).map((page): ReplyPlace => ({ page, person: null }));
  const others = family.flatMap(({ id }) => MEMBER_PAGES.map((page): ReplyPlace => ({ page, person: id })));
  return [...own.slice(0, -1), ...others, ...own.slice(-1)];
}

/** Where the person goes on: the first page that is not answered, at last "Check your answers". */
export function nextPlace(answers: ReplyAnswers, family: readonly MemberSoFar[]): ReplyPlace {
  const own = nextReplyPage(answers);
  if (own !== 'replyCheck') return { page: own, person: null };
  for (const member of family) {
    const page = MEMBER_PAGES.find((one) => !IS_ANSWERED[one](member));
    if (page) return { page, person: member.id };
  }
  return { page: 'replyCheck', person: null };
}

const same = (one: ReplyPlace) => (other: ReplyPlace) => one.page === other.page && one.person === other.person;

/** A page opens once all pages before it are answered. */
export function mayOpenPlace(place: ReplyPlace, answers: ReplyAnswers, family: readonly MemberSoFar[]): boolean {
  const places = placesOf(answers, family);
  const index = places.findIndex(same(place));
  return index >= 0 && index <= places.findIndex(same(nextPlace(answers, family)));
}

/** "Step 2 of 6", and the page that Back leads to; null on the first. */
export function positionOf(place: ReplyPlace, answers: ReplyAnswers, family: readonly MemberSoFar[]) {
  const places = placesOf(answers, family);
  const index = places.findIndex(same(place));
  return { number: index + 1, total: places.length, back: places[index - 1] ?? null };
}
