-- up
-- TRUST.md 20: each event is a link of a chain, one chain a case; what has no case has its subject's. A link's hash covers the hash
-- before it, so that a row that was changed, removed, added or moved shows. All of it is made here, at the end of the transaction that
-- brings the event: the application's role can add events and read them, nothing else.
create sequence "audit_order";
create table "audit_chain" (
  "chain" uuid not null,
  "length" bigint not null,
  "head" bytea not null,
  primary key ("chain")
);
-- A chain that was removed whole when its time was over: where it ended, and why. What comes later goes on from there.
create table "audit_purged" (
  "chain" uuid not null,
  "length" bigint not null,
  "head" bytea not null,
  "reason" varchar(255) not null,
  "purged_at" timestamptz(3) not null,
  primary key ("chain")
);
create table "audit_seal" (
  "number" int not null,
  "day" date not null,
  "sealed_at" timestamptz(3) not null,
  "heads" int not null,
  "root" bytea not null,
  "previous" bytea not null,
  "key_number" int not null,
  "public_key" bytea not null,
  "signature" bytea not null,
  primary key ("number")
);
alter table "audit_seal" add constraint "audit_seal_day_unique" unique ("day");
-- The heads that a seal covers: those that moved since the seal before.
create table "audit_sealed_head" (
  "chain" uuid not null,
  "seal" int not null,
  "length" bigint not null,
  "head" bytea not null,
  "purged_length" bigint null,
  "reason" varchar(255) null,
  primary key ("chain", "seal")
);
create index "audit_sealed_head_seal_chain_index" on "audit_sealed_head" ("seal", "chain");
alter table "audit_sealed_head" add constraint "audit_sealed_head_seal_foreign"
  foreign key ("seal") references "audit_seal" ("number") deferrable initially deferred;

alter table "audit_event" add column "chain" uuid null, add column "position" bigint null, add column "hash" bytea null;

-- A field of the canonical encoding: its length in bytes, a colon, its text; a dash for none. src/audit/audit-hash.ts does the same.
create function audit_field(field text) returns text language sql immutable as
$$ select coalesce(octet_length(field) || ':' || field, '-') $$;

create function audit_hash(previous bytea, e audit_event) returns bytea language sql stable as $$
  select sha256(previous || convert_to(
    audit_field(e.chain::text) || audit_field(e.position::text) || audit_field(e.id::text)
    || audit_field(to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    || audit_field(e.actor_kind) || audit_field(e.actor_account::text) || audit_field(e.action)
    || audit_field(e.subject::text) || audit_field(e.case_file::text) || audit_field(e.details::text), 'UTF8'))
$$;

-- Until its transaction ends, an event waits with a negative position that keeps its order.
create function audit_begin() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.chain := coalesce(new.case_file, new.subject);
  new.position := -nextval('audit_order');
  new.hash := '';
  return new;
end $$;

-- Runs at the end of a transaction, and links all its events at the first call. The heads are locked in the order of their chains, after
-- every other lock of the transaction, and only until it commits: two transactions that write to the same chains never wait in a circle.
create function audit_link() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  e audit_event;
  c audit_chain;
begin
  if exists (select from audit_event where id = new.id and position > 0) then return null; end if;
  for e in select * from audit_event where position < 0 order by chain, position desc loop
    loop
      select * into c from audit_chain where chain = e.chain for update;
      exit when found;
      insert into audit_chain (chain, length, head)
        select e.chain, coalesce(p.length, 0), coalesce(p.head, decode(repeat('00', 32), 'hex'))
          from (select) one left join audit_purged p on p.chain = e.chain
        on conflict do nothing;
    end loop;
    e.position := c.length + 1;
    e.hash := audit_hash(c.head, e);
    update audit_event set position = e.position, hash = e.hash where id = e.id;
    update audit_chain set length = e.position, head = e.hash where chain = e.chain;
  end loop;
  return null;
end $$;

-- What happened before there were chains, in the order in which it happened.
update audit_event set chain = coalesce(case_file, subject), hash = '';
update audit_event e set position = -o.n from (select id, row_number() over (order by at, id) n from audit_event) o where o.id = e.id;
create index "audit_event_waiting_index" on "audit_event" ("position") where position < 0;
create constraint trigger "audit_event_link" after insert on "audit_event" deferrable initially deferred
  for each row execute function audit_link();
do $$
declare
  e audit_event;
  last_chain uuid;
  n bigint;
  h bytea;
begin
  for e in select * from audit_event order by chain, position desc loop
    if last_chain is distinct from e.chain then
      if last_chain is not null then insert into audit_chain values (last_chain, n, h); end if;
      last_chain := e.chain;
      n := 0;
      h := decode(repeat('00', 32), 'hex');
    end if;
    n := n + 1;
    e.position := n;
    h := audit_hash(h, e);
    update audit_event set position = n, hash = h where id = e.id;
  end loop;
  if last_chain is not null then insert into audit_chain values (last_chain, n, h); end if;
end $$;

alter table "audit_event" alter column "chain" set not null, alter column "position" set not null, alter column "hash" set not null;
alter table "audit_event" add constraint "audit_event_chain_position_unique" unique ("chain", "position");
create trigger "audit_event_begin" before insert on "audit_event" for each row execute function audit_begin();

-- Takes a new seal's number and writes down the heads it covers: every chain that moved, or was removed, since the seal before. The
-- caller signs them in the same transaction (src/audit/audit-seals.service.ts); without a seal the heads don't stay.
create function audit_seal_heads() returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
  seal_number int := coalesce((select max(number) from audit_seal), 0) + 1;
begin
  insert into audit_sealed_head (chain, seal, length, head, purged_length, reason)
    select h.chain, seal_number, h.length, h.head, h.purged_length, h.reason
      from (select coalesce(c.chain, p.chain) chain, coalesce(c.length, p.length) length, coalesce(c.head, p.head) head,
                   p.length purged_length, p.reason
              from audit_chain c full join audit_purged p on p.chain = c.chain) h
      left join lateral (select s.length, s.purged_length from audit_sealed_head s where s.chain = h.chain order by s.seal desc limit 1) s on true
     where s.length is null or s.length <> h.length or s.purged_length is distinct from h.purged_length;
  return seal_number;
end $$;

-- Removes a whole chain when the time for which its case is kept is over. Its last head and the reason stay in audit_purged, and an event
-- recorded afterwards, in the same transaction too ('case.purged'), goes on from that head; `npm run audit:verify` accepts exactly what
-- is recorded there. The trail of a case or account that still exists is refused: remove the record first, in the same transaction.
create function audit_purge(purged uuid, why text, moment timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  c audit_chain;
begin
  if exists (select from case_file where id = purged) or exists (select from account where id = purged) then
    raise exception 'the trail of a record is kept as long as the record' using errcode = 'restrict_violation';
  end if;
  if coalesce(why, '') = '' then raise exception 'a purge has a reason' using errcode = 'not_null_violation'; end if;
  select * into c from audit_chain where chain = purged for update;
  if not found then return 0; end if;
  insert into audit_purged (chain, length, head, reason, purged_at) values (c.chain, c.length, c.head, why, moment)
    on conflict (chain) do update set length = excluded.length, head = excluded.head, reason = excluded.reason, purged_at = excluded.purged_at;
  delete from audit_event where chain = purged and position > 0;
  delete from audit_chain where chain = purged;
  return c.length;
end $$;

revoke all on function audit_purge(uuid, text, timestamptz), audit_seal_heads(), audit_begin(), audit_link() from public;
do $$ begin
  if exists (select from pg_roles where rolname = 'portal_app') then
    revoke insert, update, delete, truncate on "audit_chain", "audit_purged", "audit_sealed_head" from portal_app;
    revoke update, delete, truncate on "audit_seal" from portal_app;
    revoke all on sequence "audit_order" from portal_app;
    grant execute on function audit_purge(uuid, text, timestamptz), audit_seal_heads() to portal_app;
  end if;
end $$;

-- down
drop function audit_purge(uuid, text, timestamptz);
drop function audit_seal_heads();
drop trigger "audit_event_begin" on "audit_event";
drop trigger "audit_event_link" on "audit_event";
drop function audit_link();
drop function audit_begin();
drop function audit_hash(bytea, audit_event);
drop function audit_field(text);
alter table "audit_event" drop column "chain", drop column "position", drop column "hash";
drop table "audit_sealed_head" cascade;
drop table "audit_seal" cascade;
drop table "audit_purged" cascade;
drop table "audit_chain" cascade;
drop sequence "audit_order";
