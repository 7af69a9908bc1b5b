/**
 * Of a person `p`: whether whoever represents the case represents them. The principal applicant signed the form, for themselves and for those
 * they act for; an adult who acts alone named nobody by it, and their file is not opened to a representative (PORTAL.md 2).
 */
export const REPRESENTED = `(p.relation = 'principal' or exists (
  select from acts_for t join account o on o.id = t.account_id join person q on q.id = o.person_id
   where t.person_id = p.id and t.until is null and q.relation = 'principal' and q.case_file_id = p.case_file_id))`;
