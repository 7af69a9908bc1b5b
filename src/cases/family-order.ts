import { type Person, RELATIONS } from './person.entity.js';

/** The principal applicant first, then spouse or partner, children, other dependants; each of them as they were added (ids sort by the time they were made). */
export const inFamilyOrder = <One extends Pick<Person, 'id' | 'relation'>>(persons: readonly One[]): One[] =>
  [...persons].sort(
    (one, other) =>
      RELATIONS.indexOf(one.relation) - RELATIONS.indexOf(other.relation) || Number(one.id > other.id) - Number(one.id < other.id),
  );
