-- up
-- A declaration of presence that came on a signed form (S8): officers never declare, they record who signed and when it was received.
alter table "person" add constraint "person_of_case_holds" unique ("id", "case_file_id");
create table "paper_declaration" (
  "id" uuid not null,
  "person_id" uuid not null,
  "case_file_id" uuid not null,
  "signer_id" uuid not null,
  "relation" text not null,
  "statement_version" int not null,
  "statement_language" text not null,
  "signed_name" bytea not null,
  "signed_on" date not null,
  "received_on" date not null,
  "reference" varchar(255) not null,
  "recorded_at" timestamptz(3) not null,
  "recorded_by" uuid not null,
  "recorder_kind" text not null default 'officer',
  "verified_by" uuid null,
  "struck_at" timestamptz(3) null,
  "struck_by" uuid null,
  "struck_because" text null,
  primary key ("id")
);
alter table "paper_declaration" add constraint "paper_declaration_reference_unique" unique ("reference");
create index "paper_declaration_person_id_index" on "paper_declaration" ("person_id");
create index "paper_declaration_signer_id_index" on "paper_declaration" ("signer_id");
alter table "paper_declaration" add constraint "paper_declaration_relation_check" check ("relation" in ('self', 'parent', 'principal_with_consent'));
alter table "paper_declaration" add constraint "paper_declaration_statement_language_check" check ("statement_language" in ('en', 'fr'));
alter table "paper_declaration" add constraint "paper_declaration_struck_because_check" check ("struck_because" in ('not_signed', 'other_signer', 'incomplete', 'in_doubt', 'recorded_wrongly'));
alter table "paper_declaration" add constraint "paper_declaration_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;
alter table "paper_declaration" add constraint "paper_declaration_signer_id_foreign" foreign key ("signer_id") references "person" ("id") on delete cascade;

-- Who signs is on the same case: a representative never is (S33). Who records is an officer, and somebody else verifies.
alter table "paper_declaration" add constraint "paper_declaration_of_case_holds" foreign key ("person_id", "case_file_id") references "person" ("id", "case_file_id") on delete cascade;
alter table "paper_declaration" add constraint "paper_declaration_signer_holds" foreign key ("signer_id", "case_file_id") references "person" ("id", "case_file_id") on delete cascade;
alter table "paper_declaration" add constraint "paper_declaration_self_holds" check (("relation" = 'self') = ("signer_id" = "person_id"));
alter table "paper_declaration" add constraint "paper_declaration_recorder_kind_holds" check ("recorder_kind" = 'officer');
alter table "paper_declaration" add constraint "paper_declaration_recorder_holds" foreign key ("recorded_by", "recorder_kind") references "account" ("id", "kind");
alter table "paper_declaration" add constraint "paper_declaration_two_persons_holds" check ("verified_by" is distinct from "recorded_by");
alter table "paper_declaration" add constraint "paper_declaration_days_holds" check ("signed_on" <= "received_on");
alter table "paper_declaration" add constraint "paper_declaration_struck_holds" check (num_nulls("struck_at", "struck_by", "struck_because") in (0, 3) and ("struck_at" is null or "verified_by" is null));

-- Written once. Only who verified it, or that it was struck, is added, and only once; a row goes with its case (0018).
create function paper_declaration_is_final() returns trigger language plpgsql as $$
declare
  added constant text[] := array['verified_by', 'struck_at', 'struck_by', 'struck_because'];
begin
  if acts_as_owner(tg_relid) and only_sealed_again(to_jsonb(old), to_jsonb(new), array['signed_name']) then return new; end if;
  if to_jsonb(old) - added is distinct from to_jsonb(new) - added or old.verified_by is not null or old.struck_at is not null then
    raise exception 'a paper declaration is final: update is refused' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger "paper_declaration_is_final" before update on "paper_declaration" for each row execute function paper_declaration_is_final();
create trigger "paper_declaration_stays" before delete on "paper_declaration" for each row execute function refuse_change();

-- down
drop table "paper_declaration" cascade;
drop function paper_declaration_is_final();
alter table "person" drop constraint "person_of_case_holds";
