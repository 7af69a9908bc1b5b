/**
 * Consents `r` of representatives, each with every person `c.person_id` whose file it opens: whom a representative sees is decided in the
 * database alone (`represented_by`, migration 0039), so that pages, mails and what may be prepared never differ.
 */
export const REPRESENTED = 'representation r cross join lateral represented_by(r.person_id) c';
