-- up
create table "confirmation" (
  "id" uuid not null,
  "person_id" uuid not null,
  "presence" text not null default 'not_started',
  "presence_declared_at" timestamptz(3) null,
  "presence_verified_at" timestamptz(3) null,
  "presence_withdrawn_at" timestamptz(3) null,
  "return_on" date null,
  "abroad_country" varchar(255) null,
  "address" text not null default 'none',
  "address_given_at" timestamptz(3) null,
  "home_address" bytea null,
  "mailing_address" bytea null,
  "mailing_answered" boolean not null default false,
  "residence" text not null default 'not_confirmed',
  "residence_confirmed_at" timestamptz(3) null,
  "photo_id" uuid null,
  "card_id" uuid null,
  "suspended_at" timestamptz(3) null,
  "created_at" timestamptz(3) not null,
  "version" int not null default 1,
  primary key ("id")
);
create table "presence_declaration" (
  "id" uuid not null,
  "person_id" uuid not null,
  "signer_account_id" uuid not null,
  "relation" text not null,
  "statement_version" int not null,
  "statement_language" text not null,
  "typed_name" bytea not null,
  "reference" varchar(255) not null,
  "declared_at" timestamptz(3) not null,
  primary key ("id")
);

alter table "confirmation" add constraint "confirmation_person_id_unique" unique ("person_id");
create index "confirmation_presence_presence_declared_at_index" on "confirmation" ("presence", "presence_declared_at");
create index "confirmation_residence_presence_index" on "confirmation" ("residence", "presence");
create index "confirmation_suspended_at_index" on "confirmation" ("suspended_at");
alter table "confirmation" add constraint "confirmation_presence_check" check ("presence" in ('not_started', 'declared', 'verified', 'abroad', 'withdrawn'));
alter table "confirmation" add constraint "confirmation_address_check" check ("address" in ('none', 'given', 'frozen', 'reopened'));
alter table "confirmation" add constraint "confirmation_residence_check" check ("residence" in ('not_confirmed', 'confirmed'));
create index "presence_declaration_person_id_index" on "presence_declaration" ("person_id");
alter table "presence_declaration" add constraint "presence_declaration_reference_unique" unique ("reference");
alter table "presence_declaration" add constraint "presence_declaration_relation_check" check ("relation" in ('self', 'parent', 'principal_with_consent'));
alter table "presence_declaration" add constraint "presence_declaration_statement_language_check" check ("statement_language" in ('en', 'fr'));

alter table "confirmation" add constraint "confirmation_person_id_foreign" foreign key ("person_id") references "person" ("id");
alter table "confirmation" add constraint "confirmation_photo_id_foreign" foreign key ("photo_id") references "photo_attempt" ("id") on delete set null;
alter table "confirmation" add constraint "confirmation_card_id_foreign" foreign key ("card_id") references "card" ("id") on delete set null;
alter table "presence_declaration" add constraint "presence_declaration_person_id_foreign" foreign key ("person_id") references "person" ("id");

alter table "confirmation" add constraint "confirmation_presence_holds" check ("presence" not in ('declared', 'verified') or "presence_declared_at" is not null);
alter table "confirmation" add constraint "confirmation_abroad_holds" check ("presence" <> 'abroad' or ("return_on" is not null and "abroad_country" is not null));
alter table "confirmation" add constraint "confirmation_residence_holds" check ("residence" = 'not_confirmed' or ("residence_confirmed_at" is not null and "presence_verified_at" is not null));
-- S33: a declaration is signed by an account that acts for the person, and such an account is an applicant's.
alter table "presence_declaration" add constraint "presence_declaration_signer_holds" foreign key ("signer_account_id", "person_id") references "acts_for" ("account_id", "person_id");
create trigger "presence_declaration_is_final" before update or delete on "presence_declaration" for each row execute function refuse_change();

-- down
drop table "presence_declaration" cascade;
drop table "confirmation" cascade;
