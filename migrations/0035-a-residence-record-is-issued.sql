-- up
-- The eCOPR: what it says is sealed as it was on the day it was issued. A corrected one stands in place of the former, which stays so that
-- its code can be answered (PORTAL.md 4).
create table "residence_record" (
  "id" uuid not null,
  "person_id" uuid not null,
  "number" varchar(20) not null,
  "facts" bytea not null,
  "code" bytea not null,
  "code_hash" bytea not null,
  "signed_with" smallint not null,
  "issued_at" timestamptz(3) not null,
  "issued_by" uuid not null,
  "replaced_at" timestamptz(3) null,
  "downloads" int not null default 0,
  "last_download_at" timestamptz(3) null,
  primary key ("id")
);
alter table "residence_record" add constraint "residence_record_number_unique" unique ("number");
alter table "residence_record" add constraint "residence_record_code_hash_unique" unique ("code_hash");
create index "residence_record_person_id_index" on "residence_record" ("person_id");
create index "residence_record_replaced_at_issued_at_index" on "residence_record" ("replaced_at", "issued_at");
alter table "residence_record" add constraint "residence_record_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;
alter table "residence_record" add constraint "residence_record_downloads_holds" check (("downloads" = 0) = ("last_download_at" is null));

-- One record a person counts; what a record says never changes, and a row only goes with its person.
create unique index "residence_record_one_counts_holds" on "residence_record" ("person_id") where "replaced_at" is null;
create function residence_record_is_final() returns trigger language plpgsql as $$
begin
  if (new.id, new.person_id, new.number, new.code_hash, new.signed_with, new.issued_at, new.issued_by)
     is distinct from (old.id, old.person_id, old.number, old.code_hash, old.signed_with, old.issued_at, old.issued_by) then
    raise exception 'a residence record never changes' using errcode = 'integrity_constraint_violation';
  end if;
  if old.replaced_at is not null and new.replaced_at is distinct from old.replaced_at then
    raise exception 'a residence record is replaced once' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger residence_record_is_final before update on "residence_record" for each row execute function residence_record_is_final();

-- down
drop table "residence_record" cascade;
drop function residence_record_is_final();
