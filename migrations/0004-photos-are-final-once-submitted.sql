-- up
create table "photo_attempt" (
  "id" uuid not null,
  "person_id" uuid not null,
  "number" int not null,
  "state" text not null default 'draft',
  "source" text not null,
  "file_name" bytea not null,
  "media_type" text not null,
  "byte_size" int not null,
  "width" int not null,
  "height" int not null,
  "sha256" bytea not null,
  "store_key" varchar(255) not null,
  "frame" jsonb not null,
  "head" jsonb null,
  "faces" int null,
  "checked_before" jsonb null,
  "findings" jsonb null,
  "checked_at" timestamptz(3) null,
  "declared_at" timestamptz(3) null,
  "acknowledged_at" timestamptz(3) null,
  "statement_version" int null,
  "statement_language" text null,
  "submitted_at" timestamptz(3) null,
  "decided_at" timestamptz(3) null,
  "stands_at" timestamptz(3) null,
  "created_at" timestamptz(3) not null,
  "version" int not null default 1,
  primary key ("id")
);
create table "photo_submission" (
  "id" uuid not null,
  "attempt_id" uuid not null,
  "person_id" uuid not null,
  "signer_account_id" uuid not null,
  "relation" text not null,
  "frame" jsonb not null,
  "statement_version" int not null,
  "statement_language" text not null,
  "declared_at" timestamptz(3) not null,
  "acknowledged_at" timestamptz(3) null,
  "warnings" jsonb not null,
  "reference" varchar(255) not null,
  "submitted_at" timestamptz(3) not null,
  primary key ("id")
);
create table "photo_look" (
  "id" uuid not null,
  "attempt_id" uuid not null,
  "officer" uuid not null,
  "impression" text not null,
  "looked_at" timestamptz(3) not null,
  primary key ("id")
);
create table "photo_decision" (
  "id" uuid not null,
  "attempt_id" uuid not null,
  "look_id" uuid not null,
  "findings" jsonb not null,
  "mail" uuid not null,
  "decision" text not null,
  "reasons" jsonb not null,
  "words" bytea null,
  "words_language" text null,
  "officer" uuid not null,
  "decided_at" timestamptz(3) not null,
  primary key ("id")
);
create table "photo_undo" (
  "id" uuid not null,
  "decision_id" uuid not null,
  "officer" uuid not null,
  "undone_at" timestamptz(3) not null,
  primary key ("id")
);

create index "photo_attempt_state_submitted_at_index" on "photo_attempt" ("state", "submitted_at");
alter table "photo_attempt" add constraint "photo_attempt_person_id_number_unique" unique ("person_id", "number");
alter table "photo_attempt" add constraint "photo_attempt_state_check" check ("state" in ('draft', 'framed', 'checked', 'ready', 'submitted', 'in_review', 'accepted', 'returned'));
alter table "photo_attempt" add constraint "photo_attempt_source_check" check ("source" in ('digital', 'scanned', 'selfie'));
alter table "photo_attempt" add constraint "photo_attempt_media_type_check" check ("media_type" in ('image/jpeg', 'image/png'));
alter table "photo_attempt" add constraint "photo_attempt_statement_language_check" check ("statement_language" in ('en', 'fr'));
alter table "photo_submission" add constraint "photo_submission_attempt_id_unique" unique ("attempt_id");
create index "photo_submission_person_id_index" on "photo_submission" ("person_id");
alter table "photo_submission" add constraint "photo_submission_reference_unique" unique ("reference");
alter table "photo_submission" add constraint "photo_submission_relation_check" check ("relation" in ('self', 'parent', 'principal_with_consent'));
alter table "photo_submission" add constraint "photo_submission_statement_language_check" check ("statement_language" in ('en', 'fr'));
alter table "photo_look" add constraint "photo_look_attempt_id_officer_unique" unique ("attempt_id", "officer");
alter table "photo_look" add constraint "photo_look_impression_check" check ("impression" in ('accept', 'return', 'undecided'));
alter table "photo_undo" add constraint "photo_undo_decision_id_unique" unique ("decision_id");
create index "photo_decision_officer_decided_at_index" on "photo_decision" ("officer", "decided_at");
create index "photo_decision_look_id_index" on "photo_decision" ("look_id");
create index "photo_decision_attempt_id_index" on "photo_decision" ("attempt_id");
alter table "photo_decision" add constraint "photo_decision_decision_check" check ("decision" in ('accepted', 'returned'));
alter table "photo_decision" add constraint "photo_decision_words_language_check" check ("words_language" in ('en', 'fr'));

alter table "photo_attempt" add constraint "photo_attempt_person_id_foreign" foreign key ("person_id") references "person" ("id");
alter table "photo_submission" add constraint "photo_submission_attempt_id_foreign" foreign key ("attempt_id") references "photo_attempt" ("id");
alter table "photo_submission" add constraint "photo_submission_person_id_foreign" foreign key ("person_id") references "person" ("id");
alter table "photo_look" add constraint "photo_look_attempt_id_foreign" foreign key ("attempt_id") references "photo_attempt" ("id");
alter table "photo_decision" add constraint "photo_decision_attempt_id_foreign" foreign key ("attempt_id") references "photo_attempt" ("id");
alter table "photo_decision" add constraint "photo_decision_look_id_foreign" foreign key ("look_id") references "photo_look" ("id");
alter table "photo_undo" add constraint "photo_undo_decision_id_foreign" foreign key ("decision_id") references "photo_decision" ("id");

-- S33: a submission is signed by an account that acts for the person.
alter table "photo_submission" add constraint "photo_submission_signer_holds" foreign key ("signer_account_id", "person_id") references "acts_for" ("account_id", "person_id");

-- S30: what was submitted can't be changed or removed, by anybody.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is final: % is refused', tg_table_name, lower(tg_op) using errcode = 'integrity_constraint_violation';
end $$;
create trigger "photo_submission_is_final" before update or delete on "photo_submission" for each row execute function refuse_change();
create trigger "photo_look_is_final" before update or delete on "photo_look" for each row execute function refuse_change();
create trigger "photo_undo_is_final" before update or delete on "photo_undo" for each row execute function refuse_change();
create trigger "photo_decision_is_final" before update or delete on "photo_decision" for each row execute function refuse_change();

create function keep_submitted_photo() returns trigger language plpgsql as $$
begin
  if old.submitted_at is null then
    if tg_op = 'DELETE' then return old; end if;
    return new;
  end if;
  if tg_op = 'DELETE' then
    raise exception 'photo_attempt is final once submitted: delete is refused' using errcode = 'integrity_constraint_violation';
  end if;
  if (new.person_id, new.number, new.source, new.file_name, new.media_type, new.byte_size, new.width, new.height, new.sha256, new.store_key,
      new.frame, new.head, new.faces, new.checked_before, new.findings, new.checked_at, new.declared_at, new.acknowledged_at, new.statement_version, new.statement_language, new.submitted_at, new.created_at)
     is distinct from
     (old.person_id, old.number, old.source, old.file_name, old.media_type, old.byte_size, old.width, old.height, old.sha256, old.store_key,
      old.frame, old.head, old.faces, old.checked_before, old.findings, old.checked_at, old.declared_at, old.acknowledged_at, old.statement_version, old.statement_language, old.submitted_at, old.created_at)
     or new.state in ('draft', 'framed', 'checked', 'ready') then
    raise exception 'photo_attempt is final once submitted: update is refused' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger "photo_attempt_is_final" before update or delete on "photo_attempt" for each row execute function keep_submitted_photo();

-- down
drop table "photo_undo" cascade;
drop table "photo_decision" cascade;
drop table "photo_look" cascade;
drop table "photo_submission" cascade;
drop table "photo_attempt" cascade;
drop function keep_submitted_photo();
drop function refuse_change() cascade;
