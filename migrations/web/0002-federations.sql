-- Lists of practices that an organisation's staff search together. Nothing in them is about a patient.
create table saved_federation (
  ods_code   text not null,
  id         text not null,
  -- Who alone sees it; null where everybody of the organisation does.
  owner_id   text references app_user,
  -- Another one after every change: whoever saves or removes names the one they saw.
  version    integer not null,
  -- As its file: see docs/data-files.md.
  federation jsonb not null,
  changed_at timestamptz not null,
  -- It can be brought back until it is forgotten.
  removed_at timestamptz,

  primary key (ods_code, id),
  constraint saved_federation_is_of_an_organisation check (ods_code ~ '^[A-Z0-9]{3,12}$'),
  constraint saved_federation_id_can_stand_in_an_address check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  constraint saved_federation_version_counts_from_one check (version >= 1)
);

create index saved_federation_removed on saved_federation (removed_at) where removed_at is not null;

-- Work that has long been known about is forgotten.
create index work_item_by_age on work_item (state, changed_at);
