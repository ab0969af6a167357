#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own, which is gone afterwards:
#
#   scripts/postgres.sh run COMMAND...
#
# COMMAND finds the server in DATABASE_URL and TEST_DATABASE_URL. It listens on this machine alone (127.0.0.1), on a random free port,
# with a password made for this run. Where PostgreSQL is missing, root gets Debian's package; anybody else is told what to do.
#
# COMMAND may let that server crash, and start it again on the same port, where it recovers from its log:
#
#   scripts/postgres.sh stop-now
#   scripts/postgres.sh start-again
set -euo pipefail

# Its servers refuse to run as root.
as_owner=()

say() { printf 'postgres.sh: %s\n' "$*" >&2; }

usage() {
  say 'usage: scripts/postgres.sh run COMMAND..., and within that COMMAND: scripts/postgres.sh stop-now | start-again'
  exit 64
}

# Debian keeps the programs of each version out of the PATH. The newest is taken.
find_programs() {
  local found
  found=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
  [ -x "$found" ] || found=$(command -v initdb) || return 1
  programs=$(dirname "$found")
}

install_postgresql() {
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    say 'PostgreSQL is not installed. Install it (on Debian and Ubuntu: sudo apt-get install postgresql) and run this again.'
    exit 69
  fi
  say 'installing PostgreSQL'
  # Only the programs are wanted, not the server that the package would set up and start.
  if [ ! -e /etc/postgresql-common ]; then
    mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  fi
  {
    apt-get update -q &&
      DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 apt-get install -q -y --no-install-recommends -o Dpkg::Options::=--force-confold postgresql
  } >&2
}

make_cluster() {
  home=$(mktemp -d "${TMPDIR:-/tmp}/gp-postgres.XXXXXX")
  if [ "$(id -u)" -eq 0 ]; then
    local owner=postgres
    id -u postgres >/dev/null 2>&1 || owner=nobody
    chown "$owner" "$home"
  fi
  find_owner

  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  # Read by the server's owner only, and never in a list of processes.
  "${as_owner[@]}" sh -c 'umask 077; cat >"$1"' sh "$home/password" <<<"$password"
  (cd "$home" && "${as_owner[@]}" "$programs/initdb" --pgdata="$home/data" --username=gp --pwfile="$home/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8) >"$home.log" 2>&1 || fail_with_log
  mkdir_for_sockets
}

find_owner() {
  [ "$(id -u)" -ne 0 ] || as_owner=(runuser -u "$(stat -c %U "$home")" --)
}

mkdir_for_sockets() { "${as_owner[@]}" mkdir -m 700 "$home/sockets"; }

start_on_port() {
  (cd "$home" && "${as_owner[@]}" "$programs/pg_ctl" start --pgdata="$home/data" --wait --timeout=60 --log="$home/server.log" \
    -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$home/sockets -c max_connections=200") >"$home.log" 2>&1
}

# As a crash: without a checkpoint, and without a word to whoever is connected.
stop_now() {
  (cd "$home" && "${as_owner[@]}" "$programs/pg_ctl" stop --pgdata="$home/data" --mode=immediate --wait) >/dev/null 2>&1
}

# A port that is free now may be taken a moment later: then another is tried.
start_server() {
  local attempt
  for attempt in 1 2 3 4 5 6 7 8 9 10; do
    port=$((20000 + RANDOM % 12000))
    if start_on_port; then return; fi
    grep -q 'could not bind\|could not create any TCP/IP sockets' "$home/server.log" 2>/dev/null || break
    : >"$home/server.log"
  done
  cat "$home/server.log" >>"$home.log" 2>/dev/null || true
  fail_with_log
}

fail_with_log() {
  say 'PostgreSQL could not be started:'
  cat "$home.log" >&2
  exit 70
}

stop() {
  trap '' INT TERM HUP
  if [ -n "${command_pid:-}" ] && kill -0 "$command_pid" 2>/dev/null; then
    kill -TERM -- "-$command_pid" 2>/dev/null || true
    wait "$command_pid" 2>/dev/null || true
  fi
  if [ -n "${home:-}" ]; then
    if [ -e "$home/data/postmaster.pid" ]; then
      stop_now || true
    fi
    rm -rf "$home" "$home.log"
  fi
}

# Within a COMMAND: the server that was started for it.
find_running() {
  home=${THROWAWAY_POSTGRES%:*}
  port=${THROWAWAY_POSTGRES##*:}
  find_owner
  find_programs
}

case "${1:-}" in
run) [ $# -ge 2 ] || usage ;;
stop-now | start-again)
  [ $# -eq 1 ] && [ -n "${THROWAWAY_POSTGRES:-}" ] || usage
  find_running
  if [ "$1" = stop-now ]; then stop_now; else start_on_port || fail_with_log; fi
  exit
  ;;
*) usage ;;
esac
shift

trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

find_programs || { install_postgresql && find_programs; }
make_cluster
start_server

export DATABASE_URL="postgresql://gp:$password@127.0.0.1:$port/postgres"
export TEST_DATABASE_URL="$DATABASE_URL"
export THROWAWAY_POSTGRES="$home:$port"

# In a process group of its own, so that a signal to this script ends everything the command has started.
set -m
"$@" <&0 &
command_pid=$!
set +m

status=0
wait "$command_pid" || status=$?
exit "$status"
