import { createHash } from 'node:crypto';

export const PEOPLE_HALVES = ['tuning', 'held-out'] as const;
export type PeopleHalf = (typeof PEOPLE_HALVES)[number];

/**
 * Which half of the people somebody belongs to. Limits and measures are chosen on the tuning half alone; the held-out half
 * is judged once they stand, so that its figures say how the checks do on people nobody looked at. The hash of the
 * person's number decides: nobody chose who is in which half, it is the same everywhere, all photos of a person fall
 * together, and people who are added later do not move the others.
 */
export const halfOf = (subject: string): PeopleHalf => {
  const [first] = createHash('sha256').update(subject).digest();
  return first! % 2 === 0 ? 'tuning' : 'held-out';
};
