-- up
-- What a representative prepared and the applicant has not taken over: it counts for nothing (PORTAL.md 2). Without an address: the card
-- goes to the home address.
create table "address_draft" (
  "id" uuid not null,
  "representation_id" uuid not null,
  "person_id" uuid not null,
  "piece" text not null,
  "address" bytea null,
  "prepared_at" timestamptz(3) not null,
  primary key ("id")
);
create index "address_draft_representation_id_index" on "address_draft" ("representation_id");
alter table "address_draft" add constraint "address_draft_person_id_piece_unique" unique ("person_id", "piece");
alter table "address_draft" add constraint "address_draft_piece_check" check ("piece" in ('homeAddress', 'mailingAddress'));
alter table "address_draft" add constraint "address_draft_home_holds" check ("piece" = 'mailingAddress' or "address" is not null);
alter table "address_draft" add constraint "address_draft_representation_id_foreign" foreign key ("representation_id") references "representation" ("id") on delete cascade;
alter table "address_draft" add constraint "address_draft_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;

-- A draft lives by a consent: none is made without it, and all go with it, whatever the code does.
create function keep_drafts_to_consent() returns trigger language plpgsql as $$
begin
  perform from representation r join person p on p.case_file_id = r.case_file_id
    where r.id = new.representation_id and p.id = new.person_id and r.ended_at is null for share of r;
  if not found then
    raise exception '%: without consent there is no draft', tg_table_name using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create function end_drafts_with_consent() returns trigger language plpgsql as $$
begin
  delete from address_draft where representation_id = new.id;
  return null;
end $$;
create trigger "address_draft_needs_consent" before insert or update of "representation_id", "person_id" on "address_draft"
  for each row execute function keep_drafts_to_consent();
create trigger "representation_ends_drafts" after update of "ended_at" on "representation"
  for each row when (new.ended_at is not null) execute function end_drafts_with_consent();

-- down
drop trigger "representation_ends_drafts" on "representation";
drop table "address_draft";
drop function end_drafts_with_consent();
drop function keep_drafts_to_consent();
