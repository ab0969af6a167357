-- The appointment book. Every row belongs to one practice, and every key starts with that practice's ODS code, so that the
-- book can be distributed by practice and no statement, transaction or sequence spans two of them.
-- `id` is the opaque FHIR id; `key` is the name that the practice's own data file gives a row, so that a file can be imported again.
-- `version` goes out as meta.versionId: it changes whenever what a reader would see changes.

create table organisation (
  ods_code text primary key,
  id       text not null,
  asid     text,
  name     text not null,
  address  jsonb,
  telecom  jsonb not null default '[]',
  version  integer not null default 1,

  unique (ods_code, id),
  constraint organisation_ods_code_is_well_formed check (ods_code ~ '^[A-Z0-9]{3,12}$'),
  constraint organisation_asid_is_twelve_digits check (asid ~ '^[0-9]{12}$')
);

create table location (
  ods_code text not null references organisation,
  id       text not null,
  key      text not null,
  name     text not null,
  address  jsonb,
  telecom  jsonb not null default '[]',
  version  integer not null default 1,

  primary key (ods_code, id),
  unique (ods_code, key)
);

create table practitioner (
  ods_code             text not null references organisation,
  id                   text not null,
  key                  text not null,
  sds_user_id          text,
  sds_role_profile_ids text[] not null default '{}',
  family               text not null,
  given                text[] not null default '{}',
  prefix               text[] not null default '{}',
  gender               text,
  languages            text[] not null default '{}',
  version              integer not null default 1,

  primary key (ods_code, id),
  unique (ods_code, key),
  unique (ods_code, sds_user_id),
  constraint practitioner_gender_is_known_to_fhir check (gender in ('male', 'female', 'other', 'unknown'))
);

create table healthcare_service (
  ods_code       text not null references organisation,
  id             text not null,
  key            text not null,
  dos_service_id text not null,
  name           text not null,
  version        integer not null default 1,

  primary key (ods_code, id),
  unique (ods_code, key),
  unique (ods_code, dos_service_id)
);

create table schedule (
  ods_code                   text not null references organisation,
  id                         text not null,
  key                        text not null,
  session_name               text,
  location_id                text not null,
  practitioner_id            text,
  practitioner_role          text not null,
  healthcare_service_id      text,
  start_at                   timestamptz not null,
  end_at                     timestamptz not null,
  -- Who may search and book here (SLOT-07): null for everyone.
  allowed_organisation_types text[],
  allowed_organisation_codes text[],
  version                    integer not null default 1,

  primary key (ods_code, id),
  unique (ods_code, key),
  foreign key (ods_code, location_id) references location,
  foreign key (ods_code, practitioner_id) references practitioner,
  foreign key (ods_code, healthcare_service_id) references healthcare_service,
  constraint schedule_has_positive_length check (start_at < end_at)
);

create table patient (
  ods_code                text not null references organisation,
  id                      text not null,
  nhs_number              text not null,
  -- Whether PDS has confirmed that this number is this person's (PAT-03).
  nhs_number_verified     boolean not null,
  family                  text not null,
  given                   text[] not null default '{}',
  prefix                  text[] not null default '{}',
  birth_date              date,
  gender                  text,
  addresses               jsonb not null default '[]',
  telecom                 jsonb not null default '[]',
  contacts                jsonb not null default '[]',
  language                text,
  interpreter_required    boolean,
  registration_type       text not null,
  registration_start      timestamptz not null,
  registration_end        timestamptz,
  deceased_at             timestamptz,
  sensitive               boolean not null default false,
  preferred_branch_id     text,
  general_practitioner_id text,
  version                 integer not null default 1,

  primary key (ods_code, id),
  -- Two simultaneous registrations of one person meet here (REG-03).
  constraint patient_is_registered_once unique (ods_code, nhs_number),
  foreign key (ods_code, preferred_branch_id) references location,
  foreign key (ods_code, general_practitioner_id) references practitioner,
  constraint patient_nhs_number_is_ten_digits check (nhs_number ~ '^[0-9]{10}$'),
  constraint patient_gender_is_known_to_fhir check (gender in ('male', 'female', 'other', 'unknown')),
  constraint patient_registration_type_is_known check (registration_type in ('R', 'E', 'IN', 'T', 'P', 'O', 'S')),
  constraint patient_registration_ends_after_it_starts check (registration_start <= registration_end)
);

create table appointment (
  ods_code             text not null references organisation,
  id                   text not null,
  version              integer not null default 1,
  status               text not null,
  patient_id           text not null,
  schedule_id          text not null,
  start_at             timestamptz not null,
  end_at               timestamptz not null,
  created              timestamptz not null,
  description          text not null,
  comment              text,
  cancellation_reason  text,
  -- Null for what the practice booked itself.
  booking_organisation jsonb,
  changed_at           timestamptz not null,

  primary key (ods_code, id),
  foreign key (ods_code, patient_id) references patient,
  foreign key (ods_code, schedule_id) references schedule,
  constraint appointment_has_positive_length check (start_at < end_at),
  constraint appointment_status_is_known check (status in ('booked', 'cancelled')),
  constraint appointment_is_cancelled_for_a_reason check ((status = 'cancelled') = (cancellation_reason is not null)),
  constraint appointment_description_fits check (char_length(description) between 1 and 100),
  constraint appointment_comment_fits check (char_length(comment) <= 500)
);

create index appointment_of_patient on appointment (ods_code, patient_id, start_at);
create index appointment_in_schedule on appointment (ods_code, schedule_id);

create table slot (
  ods_code                   text not null references organisation,
  id                         text not null,
  schedule_id                text not null,
  start_at                   timestamptz not null,
  end_at                     timestamptz not null,
  slot_type                  text,
  delivery_channel           text not null,
  -- Released to GP Connect (ADM-01).
  bookable                   boolean not null default false,
  -- Taken out of use by the practice.
  blocked                    boolean not null default false,
  -- Who may search and book it (SLOT-07): null for whoever the schedule allows.
  allowed_organisation_types text[],
  allowed_organisation_codes text[],
  -- The one current holder: a slot held twice cannot be represented (APT-05).
  appointment_id             text,
  version                    integer not null default 1,

  primary key (ods_code, id),
  foreign key (ods_code, schedule_id) references schedule,
  constraint slot_starts_once_in_its_schedule unique (ods_code, schedule_id, start_at),
  constraint slot_has_positive_length check (start_at < end_at),
  constraint slot_delivery_channel_is_known check (delivery_channel in ('In-person', 'Telephone', 'Video', 'Visit')),
  constraint slot_for_a_visit_is_never_bookable check (not (bookable and delivery_channel = 'Visit'))
);

create index slot_free on slot (ods_code, start_at) where bookable and not blocked and appointment_id is null;

-- Which slots an appointment took. Kept when it is cancelled, so that it still reads back whole.
create table appointment_slot (
  ods_code       text not null references organisation,
  appointment_id text not null,
  slot_id        text not null,
  position       smallint not null,

  primary key (ods_code, appointment_id, slot_id),
  foreign key (ods_code, appointment_id) references appointment,
  foreign key (ods_code, slot_id) references slot
);

-- A slot can be held only by an appointment that lists it.
alter table slot add constraint slot_is_held_by_an_appointment_that_lists_it
  foreign key (ods_code, appointment_id, id) references appointment_slot (ods_code, appointment_id, slot_id);

-- Who changed what, when, for which organisation (AUD-02). One row for each version that an interaction made.
create table provenance (
  ods_code       text not null references organisation,
  target_type    text not null,
  target_id      text not null,
  target_version integer not null,
  interaction_id text not null,
  trace_id       text not null,
  from_asid      text not null,
  agent          jsonb not null,
  recorded_at    timestamptz not null default now(),

  primary key (ods_code, target_type, target_id, target_version)
);

-- GEN-06, GEN-14: an appointment shows its schedule's practitioner, role, surgery and session name, so a change of these is
-- a new version of each of its appointments, whoever makes it.
create function appointments_follow_their_schedule() returns trigger language plpgsql as $$
begin
  update appointment set version = version + 1 where ods_code = new.ods_code and schedule_id = new.id;
  return null;
end $$;

create trigger appointments_follow_their_schedule after update on schedule
  for each row when (
    (old.practitioner_id, old.practitioner_role, old.location_id, old.session_name, old.healthcare_service_id)
      is distinct from (new.practitioner_id, new.practitioner_role, new.location_id, new.session_name, new.healthcare_service_id))
  execute function appointments_follow_their_schedule();
