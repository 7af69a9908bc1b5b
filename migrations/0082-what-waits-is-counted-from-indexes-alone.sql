-- up
-- Up to a thousand requests for passwords, reported accounts and mails that came back are counted for each queue page: what is asked of each stands
-- in an index, the officers' own accounts in one so small that it is one block.
create index "account_of_officers_holds" on "account" ("id") where kind = 'officer';
drop index "account_reported_holds";
create index "account_reported_holds" on "account" ("suspended_at", "id") include ("kind", "person_id") where suspended_reason = 'not_me';
create index "person_confirmed_holds" on "person" ("id") include ("case_file_id", "email_confirmed_at");
create index "person_case_file_id_id_index" on "person" ("case_file_id", "id") include ("email_confirmed_at");
drop index "person_case_file_id_index";

-- down
create index "person_case_file_id_index" on "person" ("case_file_id");
drop index "person_case_file_id_id_index";
drop index "person_confirmed_holds";
drop index "account_reported_holds";
create index "account_reported_holds" on "account" ("suspended_at", "id") where suspended_reason = 'not_me';
drop index "account_of_officers_holds";
