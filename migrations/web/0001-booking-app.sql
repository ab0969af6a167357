-- What the booking app keeps for itself: who has signed in, what they are working on, and the audit trail of their requests. Whatever says
-- anything of a patient or a person is sealed (AES-256-GCM) by a key that the database does not have.

-- Somebody who has signed in at some time. The id is this application's own, which every request names them by (CON-05).
create table app_user (
  id                 text primary key,
  sds_user_id        text not null,
  first_signed_in_at timestamptz not null,

  constraint app_user_has_one_row_a_person unique (sds_user_id)
);

-- The cookie's token is not here, only its hash.
create table web_session (
  token_hash text primary key,
  user_id    text not null references app_user,
  -- Of the session at CIS2, by which it is ended from there.
  cis2_sid   text,
  cis2_sub   text not null,
  started_at timestamptz not null,
  seen_at    timestamptz not null,
  sealed     text not null,

  constraint web_session_is_seen_after_its_start check (seen_at >= started_at)
);

create index web_session_of_user on web_session (user_id);
create index web_session_of_cis2 on web_session (cis2_sub);

-- One user in one role, on behalf of one patient: each tab of a browser has its own, named by the id in its URLs. It outlives the session, so
-- that whoever was timed out goes on where they were; it does not outlive the working day, nor a sign-out.
create table encounter (
  id              text primary key,
  user_id         text not null references app_user,
  role_profile_id text not null,
  version         integer not null,
  started_at      timestamptz not null,
  changed_at      timestamptz not null,
  sealed          text not null,

  constraint encounter_version_counts_from_one check (version >= 1),
  constraint encounter_changes_after_its_start check (changed_at >= started_at)
);

create index encounter_of_user on encounter (user_id);
create index encounter_by_age on encounter (changed_at);

-- What a user asked of a practice: a booking, a change. Written before anything is sent, so that what became of it can be found out by
-- whoever signs in again, after a lost answer as after a crash. It outlives sessions and encounters.
create table work_item (
  id              text primary key,
  user_id         text not null references app_user,
  role_profile_id text not null,
  kind            text not null,
  -- 'open' until it is known what became of it.
  state           text not null,
  version         integer not null,
  started_at      timestamptz not null,
  changed_at      timestamptz not null,
  sealed          text not null,

  constraint work_item_is_of_a_known_kind check (kind in ('booking', 'amendment', 'cancellation', 'rescheduling')),
  constraint work_item_is_in_a_known_state check (state in ('open', 'done', 'not-done')),
  constraint work_item_version_counts_from_one check (version >= 1),
  constraint work_item_changes_after_its_start check (changed_at >= started_at)
);

create index work_item_of_user on work_item (user_id, role_profile_id, changed_at);

-- The audit trail: every request, answered or refused, as a chain for each organisation whose staff asked. Entry n carries the hash of entry
-- n - 1 and of itself, and audit_head says where the chain ends. ods_code '-' is the chain of requests by nobody who is signed in in a role.
create table audit_entry (
  ods_code text not null,
  -- Without gaps, from 1.
  number   bigint not null,
  entry    jsonb not null,
  hash     bytea not null,

  primary key (ods_code, number),
  constraint audit_entry_is_of_an_organisation_or_of_none check (ods_code ~ '^([A-Z0-9]{3,12}|-)$'),
  constraint audit_entry_says_when check (entry ? 'at')
);

create index audit_entry_by_moment on audit_entry using brin ((entry ->> 'at')) with (autosummarize = on);
create index audit_entry_of_user on audit_entry (ods_code, (entry -> 'user' ->> 'id')) where entry ? 'user';

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

-- As in the provider's database: adds entries (a JSON array) to a chain, all or none, with its owner's rights.
-- hash = sha256(hash of the entry before, then "{ods_code} {number} {entry}" in UTF-8, the entry as jsonb writes itself)
create function append_to_audit_trail(organisation text, entries jsonb) returns void
language plpgsql security definer as $$
declare
  last_number bigint;
  last_hash   bytea;
  addition    jsonb;
begin
  select number, hash into last_number, last_hash from audit_head where ods_code = organisation for update;
  if not found then
    insert into audit_head values (organisation, 0, '') on conflict do nothing;
    select number, hash into last_number, last_hash from audit_head where ods_code = organisation for update;
  end if;

  for addition in select value from jsonb_array_elements(entries) loop
    last_number := last_number + 1;
    last_hash := sha256(last_hash || convert_to(organisation || ' ' || last_number || ' ' || addition::text, 'UTF8'));
    insert into audit_entry (ods_code, number, entry, hash) values (organisation, last_number, addition, last_hash);
  end loop;

  update audit_head set number = last_number, hash = last_hash where ods_code = organisation;
end $$;

revoke execute on function append_to_audit_trail from public;

do $$ begin
  execute format('alter function append_to_audit_trail set search_path = %I, pg_temp', current_schema());
end $$;

-- What the role that the app works under may do. Called by the tables' owner after the migrations.
create function grant_to_application(application name) returns void language plpgsql as $$
begin
  execute format('grant usage on schema %I to %I', current_schema(), application);
  execute format('grant select, insert, update, delete on all tables in schema %I to %I', current_schema(), application);
  execute format('revoke insert, update, delete on audit_entry, audit_head, migration from %I', application);
  execute format('grant execute on function append_to_audit_trail to %I', application);
end $$;
