#!/usr/bin/env bash
# Runs a command with an OpenLDAP server of its own, which is gone afterwards:
#
#   scripts/slapd.sh run COMMAND...
#
# It holds the data of test/sds, as the Spine directory would, and lets in whoever shows a certificate of its authority. COMMAND finds
# it in TEST_LDAP_URL, and its certificates in TEST_LDAP_FILES. It listens on this machine alone (127.0.0.1), on a random free port.
# Where OpenLDAP or its command-line tools are missing, root gets Debian's packages; anybody else is told what to do.
set -euo pipefail
project=$(cd "$(dirname "$0")/.." && pwd)

# The project's own, where it could bring one.
node="$project/node_modules/.bin/node"
[ -x "$node" ] || node=node

say() { printf 'slapd.sh: %s\n' "$*" >&2; }

usage() {
  say 'usage: scripts/slapd.sh run COMMAND...'
  exit 64
}

# Debian keeps servers where only root looks.
find_program() { PATH="$PATH:/usr/local/libexec:/usr/libexec:/usr/local/sbin:/usr/sbin:/sbin" command -v "$1"; }

all_there() { find_program slapd && find_program slapadd && find_program ldapsearch && find_schemas; } >/dev/null

find_schemas() {
  for schemas in /etc/ldap/schema /etc/openldap/schema /usr/local/etc/openldap/schema; do
    [ ! -e "$schemas/cosine.schema" ] || return 0
  done
  return 1
}

install_openldap() {
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    say 'OpenLDAP is not installed. Install it (on Debian and Ubuntu: sudo apt-get install slapd ldap-utils) and run this again.'
    exit 69
  fi
  say 'installing OpenLDAP'
  # Only the programs are wanted, not the server that the package would set up and start.
  {
    apt-get update -q &&
      echo 'slapd slapd/no_configuration boolean true' | debconf-set-selections &&
      DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends slapd ldap-utils
  } >&2
}

write_configuration() {
  local module
  cat <<CONFIGURATION
include $schemas/core.schema
include $schemas/cosine.schema
include $home/nhs.schema
pidfile $home/slapd.pid
argsfile $home/slapd.args
TLSCACertificateFile $home/files/ca.pem
TLSCertificateFile $home/files/server.pem
TLSCertificateKeyFile $home/files/server.key
TLSVerifyClient demand
CONFIGURATION
  for module in /usr/lib/ldap /usr/lib64/openldap /usr/libexec/openldap; do
    if [ -e "$module/back_mdb.la" ] || [ -e "$module/back_mdb.so" ]; then printf 'modulepath %s\nmoduleload back_mdb\n' "$module"; fi
  done
  cat <<CONFIGURATION
database mdb
suffix "o=nhs"
rootdn "cn=nobody,o=nhs"
directory $home/data
maxsize 104857600
index objectClass,nhsIDCode eq
access to * by * read
CONFIGURATION
}

make_directory() {
  home=$(mktemp -d "${TMPDIR:-/tmp}/gp-slapd.XXXXXX")
  mkdir -m 700 "$home/data"
  "$node" "$project/test/sds/slapd/prepare.ts" "$home/files"
  cp "$project/test/sds/slapd/nhs.schema" "$home/"
  write_configuration >"$home/slapd.conf"
  "$(find_program slapadd)" -f "$home/slapd.conf" -l "$home/files/data.ldif" >"$home/slapd.log" 2>&1 || fail_with_log
}

# A port that is free now may be taken a moment later: then another is tried.
start_server() {
  local attempt
  for attempt in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 12000))
    "$(find_program slapd)" -d 0 -f "$home/slapd.conf" -h "ldaps://127.0.0.1:$port/" >"$home/slapd.log" 2>&1 &
    server_pid=$!
    if wait_until_it_answers; then return; fi
    end_server
  done
  fail_with_log
}

wait_until_it_answers() {
  local moment
  for moment in $(seq 1 100); do
    kill -0 "$server_pid" 2>/dev/null || return 1
    if ask_for_root; then return; fi
    sleep 0.1
  done
  return 1
}

# These tools take localhost for the machine's own name, which the certificate has not: here they need not mind.
ask_for_root() {
  LDAPTLS_REQCERT=allow LDAPTLS_CACERT="$home/files/ca.pem" \
    LDAPTLS_CERT="$home/files/client.pem" LDAPTLS_KEY="$home/files/client.key" \
    ldapsearch -x -H "ldaps://localhost:$port" -b o=nhs -s base -LLL '(objectClass=*)' o >/dev/null 2>&1
}

end_server() {
  if [ -n "${server_pid:-}" ]; then
    kill -TERM "$server_pid" 2>/dev/null || true
    wait "$server_pid" 2>/dev/null || true
    server_pid=
  fi
}

fail_with_log() {
  say 'OpenLDAP could not be started:'
  cat "$home/slapd.log" >&2
  exit 70
}

stop() {
  trap '' INT TERM HUP
  if [ -n "${command_pid:-}" ] && kill -0 "$command_pid" 2>/dev/null; then
    kill -TERM -- "-$command_pid" 2>/dev/null || true
    wait "$command_pid" 2>/dev/null || true
  fi
  end_server
  [ -z "${home:-}" ] || rm -rf "$home"
}

[ "${1:-}" = run ] && [ $# -ge 2 ] || usage
shift

trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

all_there || { install_openldap && all_there; }
make_directory
start_server

export TEST_LDAP_URL="ldaps://localhost:$port"
export TEST_LDAP_FILES="$home/files"

# In a process group of its own, so that a signal to this script ends everything the command has started.
set -m
"$@" <&0 &
command_pid=$!
set +m

status=0
wait "$command_pid" || status=$?
exit "$status"
