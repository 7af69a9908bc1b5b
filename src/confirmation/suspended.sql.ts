/**
 * In SQL, that the file of a row's person is not suspended: a suspended one waits for something else, and is sent nothing (PORTAL.md 6.19).
 * `offset 0`: looked up for that row alone; of many rows PostgreSQL would first read every suspended file there is.
 * @param row the name that the statement gives a row with `person_id`
 */
export const notSuspended = (row: string): string =>
  `not exists (select from confirmation c where c.person_id = ${row}.person_id and c.suspended_at is not null offset 0)`;
