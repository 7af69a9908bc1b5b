/**
 * Of person `p`, in SQL: their case's reply was sent, and the address it gives them is not confirmed yet, by its own link or by the
 * principal applicant's whose address they share. What `addressOf` says, for lists.
 */
export const ADDRESS_OPEN = `(p.email_confirmed_at is null and exists (
  select from invitation v
    join reply r on r.invitation_id = v.id
    left join member_reply m on m.reply_id = r.id and m.person_id = p.id
   where v.case_file_id = p.case_file_id and r.sent_at is not null
     and case when r.person_id = p.id then r.email_confirmed_at is null
              else m.email_confirmed_at is null and (m.email_token_hash is not null or r.email_confirmed_at is null) end
     and (r.person_id = p.id or m.id is not null)))`;
