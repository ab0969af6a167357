#!/usr/bin/env bash
# npm test: the browser's tests in a process of their own beside all others, since most of their time is the browser's. What it
# prints comes afterwards, in one piece. Fails when either does.
set -uo pipefail
cd "$(dirname "$0")/.."

run() { node --test --test-isolation=none --test-timeout=300000 "$@"; }

log=$(mktemp)
trap 'rm -f "$log"' EXIT

run 'test/**/*.browser.test.ts' >"$log" 2>&1 &
browser=$!
trap 'kill "$browser" 2>/dev/null; exit 130' INT TERM

run 'src/**/!(*.ci).test.ts' 'test/**/!(*.ci|*.browser).test.ts'
others=$?
wait "$browser"
browser=$?

cat "$log"
exit $((others || browser))
