import type { Person } from '../cases/person.entity.js';

/** Whom an officers' page is about, and on which case: what its heading and the link back to the case need. */
export const shownPerson = (person: Person) => ({
  person: { id: person.id, name: person.fullName, language: person.caseFile.language },
  caseFile: { id: person.caseFile.id, applicationNumber: person.caseFile.applicationNumber },
});
