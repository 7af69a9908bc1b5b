import type { Person } from '../cases/person.entity.js';

/** All that a mail says of somebody: no personal details beyond name and case number (PORTAL.md 4). */
export const aboutPerson = (person: Person): { name: string; caseNumber: string } => ({
  name: person.fullName,
  caseNumber: person.caseFile.applicationNumber,
});
