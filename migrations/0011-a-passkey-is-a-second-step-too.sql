-- up
alter table "second_factor" add column "credential_id" bytea null, add column "public_key" bytea null, add column "counter" bigint null, add column "transports" jsonb null;
alter table "second_factor" add constraint "second_factor_credential_id_unique" unique ("credential_id");

-- A passkey has a name, an id, a key and a count of its uses, and nothing else does.
alter table "second_factor" add constraint "second_factor_passkey_holds"
  check (num_nonnulls("name", "credential_id", "public_key", "counter") = case when "kind" = 'passkey' then 4 else 0 end);

-- down
delete from "second_factor" where "kind" = 'passkey';
alter table "second_factor" drop constraint "second_factor_passkey_holds";
alter table "second_factor" drop column "credential_id", drop column "public_key", drop column "counter", drop column "transports";
