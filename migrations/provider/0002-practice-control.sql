-- The practice's own control (ADM-01..05). A new practice is off until somebody switches it on (ADM-04).

alter table organisation
  add column gp_connect_enabled             boolean not null default false,
  add column appointment_management_enabled boolean not null default false,
  -- The organisation's switch of service filtering (SLOT-10).
  add column service_filtering_enabled      boolean not null default false,
  -- What the supplier's switch comes to at this practice. Only the supplier's staff set it (ADM-05).
  add column service_filtering_offered      boolean not null default false,
  -- Where the supplier's is off, the other counts as off.
  add column service_filtering_on           boolean not null
    generated always as (service_filtering_offered and service_filtering_enabled) stored,
  -- How far ahead of today, in local days, and how close to its start a slot is released; null for no limit (ADM-03).
  add column booking_window_days            integer,
  add column embargo_minutes                integer,
  add constraint organisation_booking_window_is_sensible check (booking_window_days between 0 and 3660),
  add constraint organisation_embargo_is_sensible check (embargo_minutes between 0 and 527040);

alter table schedule
  -- Said on purpose: this schedule belongs to no service (ADM-05).
  add column service_not_applicable boolean not null default false,
  -- Instead of the practice's own; null for that.
  add column booking_window_days    integer,
  add column embargo_minutes        integer,
  add constraint schedule_is_of_a_service_or_of_none check (not (service_not_applicable and healthcare_service_id is not null)),
  add constraint schedule_booking_window_is_sensible check (booking_window_days between 0 and 3660),
  add constraint schedule_embargo_is_sensible check (embargo_minutes between 0 and 527040);

-- How many appointments an organisation, all of a type, or everybody outside the practice may hold in one session or on one local day
-- (SLOT-08). A booking locks the rows that it counts on.
create table booking_cap (
  ods_code          text not null references organisation,
  id                text not null,
  scope             text not null,
  organisation_type text,
  organisation_code text,
  most              integer not null,

  primary key (ods_code, id),
  constraint booking_cap_is_set_once unique nulls not distinct (ods_code, scope, organisation_type, organisation_code),
  constraint booking_cap_scope_is_known check (scope in ('session', 'day')),
  constraint booking_cap_is_for_a_type_or_a_code check (organisation_type is null or organisation_code is null),
  constraint booking_cap_is_sensible check (most between 0 and 10000)
);

-- For counting by day, and for listing the book.
create index appointment_by_start on appointment (ods_code, start_at);

-- Every change of a setting: who, when, old and new value (ADM-04, ADM-05). Null is "not set".
create table setting_change (
  ods_code   text not null references organisation,
  number     integer not null,
  setting    text not null,
  old_value  text,
  new_value  text,
  changed_by text not null,
  -- A person's choice stands against what a data file says.
  source     text not null,
  changed_at timestamptz not null,

  primary key (ods_code, number),
  constraint setting_change_source_is_known check (source in ('person', 'file')),
  constraint setting_change_changes_something check (old_value is distinct from new_value),
  constraint setting_change_names_who check (changed_by <> '')
);

create index setting_change_of_setting on setting_change (ods_code, setting, number);

-- The supplier's switch of service filtering for the whole deployment, and its history: the newest row is how it stands, and without one
-- it is off. The one table that belongs to no practice: reference data, of which a distributed database keeps a copy everywhere.
create table supplier_switch (
  number     integer primary key,
  state      text not null,
  changed_by text not null,
  changed_at timestamptz not null,

  constraint supplier_switch_state_is_known check (state in ('off', 'selected', 'on')),
  constraint supplier_switch_names_who check (changed_by <> '')
);

create function history_is_only_added_to() returns trigger language plpgsql as $$
begin
  raise exception 'The history of settings is only added to' using errcode = 'restrict_violation';
end $$;

create trigger setting_change_is_append_only before update or delete on setting_change
  for each row execute function history_is_only_added_to();
create trigger setting_change_is_never_emptied before truncate on setting_change
  for each statement execute function history_is_only_added_to();
create trigger supplier_switch_is_append_only before update or delete on supplier_switch
  for each row execute function history_is_only_added_to();
create trigger supplier_switch_is_never_emptied before truncate on supplier_switch
  for each statement execute function history_is_only_added_to();

-- Where the supplier offers service filtering everywhere, it does so at a practice that is new.
create function organisation_follows_supplier_switch() returns trigger language plpgsql as $$
begin
  new.service_filtering_offered := coalesce((select state = 'on' from supplier_switch order by number desc limit 1), false);
  return new;
end $$;

create trigger organisation_follows_supplier_switch before insert on organisation
  for each row execute function organisation_follows_supplier_switch();

-- GEN-06: with service filtering switched, schedules and appointments name their service, or no longer do, so these are new versions.
create function linked_resources_follow_service_filtering() returns trigger language plpgsql as $$
begin
  update schedule set version = version + 1 where ods_code = new.ods_code and healthcare_service_id is not null;
  update appointment a set version = a.version + 1
  from schedule c
  where a.ods_code = new.ods_code and c.ods_code = a.ods_code and c.id = a.schedule_id and c.healthcare_service_id is not null;
  return null;
end $$;

create trigger linked_resources_follow_service_filtering after update on organisation
  for each row when (old.service_filtering_on is distinct from new.service_filtering_on)
  execute function linked_resources_follow_service_filtering();
