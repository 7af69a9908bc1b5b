-- up
-- PORTAL 2: the principal applicant acts for an adult dependant who agreed by a link to their own address.
create table "acting_consent" (
  "id" uuid not null,
  "person_id" uuid not null,
  "token_hash" bytea not null,
  "asked_at" timestamptz(3) not null,
  "asked_by" uuid not null,
  "ends_at" timestamptz(3) not null,
  "answer" text null,
  "answered_at" timestamptz(3) null,
  "closed_at" timestamptz(3) null,
  primary key ("id")
);
create index "acting_consent_person_id_index" on "acting_consent" ("person_id");
alter table "acting_consent" add constraint "acting_consent_token_hash_unique" unique ("token_hash");
alter table "acting_consent" add constraint "acting_consent_answer_check" check ("answer" in ('given', 'refused'));
alter table "acting_consent" add constraint "acting_consent_person_id_foreign" foreign key ("person_id") references "person" ("id");
alter table "acting_consent" add constraint "acting_consent_answer_holds" check (("answer" is null) = ("answered_at" is null));
-- Nobody acts by consent without it: the row that says so names the link that was answered, and whose it was.
alter table "acting_consent" add constraint "acting_consent_answered_holds" unique ("id", "person_id", "answer");
alter table "acts_for" add column "consent_id" uuid null;
alter table "acts_for" add column "consent_answer" text null;
alter table "acts_for" add constraint "acts_for_consent_holds"
  check (case when "relation" = 'principal_with_consent' then "consent_id" is not null and coalesce("consent_answer", '') = 'given' else num_nonnulls("consent_id", "consent_answer") = 0 end);
alter table "acts_for" add constraint "acts_for_consented_holds" foreign key ("consent_id", "person_id", "consent_answer") references "acting_consent" ("id", "person_id", "answer");
-- What is signed names the relation through which it is signed, and no other.
alter table "acts_for" add constraint "acts_for_relation_holds" unique ("account_id", "person_id", "relation");
alter table "presence_declaration" add constraint "presence_declaration_relation_holds" foreign key ("signer_account_id", "person_id", "relation") references "acts_for" ("account_id", "person_id", "relation");
alter table "photo_submission" add constraint "photo_submission_relation_holds" foreign key ("signer_account_id", "person_id", "relation") references "acts_for" ("account_id", "person_id", "relation");

-- down
alter table "photo_submission" drop constraint "photo_submission_relation_holds";
alter table "presence_declaration" drop constraint "presence_declaration_relation_holds";
alter table "acts_for" drop constraint "acts_for_relation_holds";
alter table "acts_for" drop constraint "acts_for_consented_holds";
alter table "acts_for" drop constraint "acts_for_consent_holds";
alter table "acts_for" drop column "consent_answer";
alter table "acts_for" drop column "consent_id";
drop table "acting_consent" cascade;
