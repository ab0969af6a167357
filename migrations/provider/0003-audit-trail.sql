-- The audit trail (AUD-01): every call, answered or refused, as a chain for each practice. Entry n carries the hash of entry n - 1 and of
-- itself, and audit_head says where the chain ends, so that nothing can be altered, removed or put elsewhere unnoticed.
-- ods_code '-' is the chain of the calls that named no practice of ours.

create table audit_entry (
  ods_code text not null,
  -- Without gaps, from 1.
  number   bigint not null,
  entry    jsonb not null,
  hash     bytea not null,

  primary key (ods_code, number),
  constraint audit_entry_is_of_a_practice_or_of_none check (ods_code ~ '^([A-Z0-9]{3,12}|-)$'),
  constraint audit_entry_says_when check (entry ? 'at')
);

create index audit_entry_of_patient on audit_entry (ods_code, (entry ->> 'patient')) where entry ? 'patient';
create index audit_entry_of_trace on audit_entry (ods_code, (entry ->> 'traceId')) where entry ? 'traceId';
-- Entries lie nearly in the order of their moments, whichever practice they are of.
create index audit_entry_by_moment on audit_entry using brin ((entry ->> 'at')) with (autosummarize = on);

create table audit_head (
  ods_code text primary key,
  number   bigint not null,
  hash     bytea not null
) with (fillfactor = 50);

create function audit_trail_is_only_added_to() returns trigger language plpgsql as $$
begin
  raise exception 'The audit trail is only added to' using errcode = 'restrict_violation';
end $$;

create trigger audit_entry_is_append_only before update or delete on audit_entry
  for each row execute function audit_trail_is_only_added_to();
create trigger audit_entry_is_never_emptied before truncate on audit_entry
  for each statement execute function audit_trail_is_only_added_to();
create trigger audit_head_is_never_lost before delete on audit_head
  for each row execute function audit_trail_is_only_added_to();
create trigger audit_head_is_never_emptied before truncate on audit_head
  for each statement execute function audit_trail_is_only_added_to();
create trigger audit_head_only_advances before update on audit_head
  for each row when (new.ods_code <> old.ods_code or new.number <= old.number) execute function audit_trail_is_only_added_to();
create trigger provenance_is_append_only before update or delete on provenance
  for each row execute function audit_trail_is_only_added_to();
create trigger provenance_is_never_emptied before truncate on provenance
  for each statement execute function audit_trail_is_only_added_to();

-- Adds entries (a JSON array) to a practice's chain, all or none. The head's row is locked, so that processes take turns. It runs with its
-- owner's rights: whoever may call it can add to the trail and do nothing else to it.
-- hash = sha256(hash of the entry before, then "{ods_code} {number} {entry}" in UTF-8, the entry as jsonb writes itself)
create function append_to_audit_trail(practice text, entries jsonb) returns void
language plpgsql security definer as $$
declare
  last_number bigint;
  last_hash   bytea;
  addition    jsonb;
  numbers     bigint[] := '{}';
  additions   jsonb[] := '{}';
  hashes      bytea[] := '{}';
begin
  select number, hash into last_number, last_hash from audit_head where ods_code = practice for update;
  if not found then
    insert into audit_head values (practice, 0, '') on conflict do nothing;
    select number, hash into last_number, last_hash from audit_head where ods_code = practice for update;
  end if;

  for addition in select value from jsonb_array_elements(entries) loop
    last_number := last_number + 1;
    last_hash := sha256(last_hash || convert_to(practice || ' ' || last_number || ' ' || addition::text, 'UTF8'));
    numbers := numbers || last_number;
    additions := additions || addition;
    hashes := hashes || last_hash;
  end loop;

  insert into audit_entry (ods_code, number, entry, hash)
    select practice, * from unnest(numbers, additions, hashes);
  update audit_head set number = last_number, hash = last_hash where ods_code = practice;
end $$;

revoke execute on function append_to_audit_trail from public;

-- Or its caller could put a table of the same name before these.
do $$ begin
  execute format('alter function append_to_audit_trail set search_path = %I, pg_temp', current_schema());
end $$;

-- What the role that the provider works under may do, in every table that there is: nothing that would alter or remove a trace, and no change of a
-- table's shape. Called by the tables' owner after the migrations.
create function grant_to_application(application name) returns void language plpgsql as $$
declare
  history text := 'audit_entry, audit_head, provenance, setting_change, supplier_switch, migration';
begin
  execute format('grant usage on schema %I to %I', current_schema(), application);
  execute format('grant select, insert, update, delete on all tables in schema %I to %I', current_schema(), application);
  execute format('revoke insert, update, delete on %s from %I', history, application);
  execute format('grant insert on provenance, setting_change, supplier_switch to %I', application);
  execute format('grant execute on function append_to_audit_trail to %I', application);
end $$;
