#!/usr/bin/env bash
# npm test: the browser's tests in two processes of their own beside all others, since most of their time is waiting. What they
# print comes afterwards, in one piece each. Fails when any does.
set -uo pipefail
cd "$(dirname "$0")/.."
# Tests start many processes of ours.
export NODE_COMPILE_CACHE="$PWD/node_modules/.cache/gp-appointments/compiled"

run() { node --test --test-isolation=none --test-timeout=300000 "$@"; }

logs=$(mktemp -d)
browsers=()
trap 'rm -rf "$logs"' EXIT
trap 'kill "${browsers[@]}" 2>/dev/null; exit 130' INT TERM

# Two halves that take about as long as one another.
for half in 'test/**/@(appointments*|federations|sign-in).browser.test.ts' 'test/**/!(appointments*|federations|sign-in).browser.test.ts'; do
  run "$half" >"$logs/${#browsers[@]}" 2>&1 &
  browsers+=($!)
done

run 'src/**/!(*.ci).test.ts' 'test/**/!(*.ci|*.browser).test.ts'
failed=$?
for browser in "${browsers[@]}"; do wait "$browser" || failed=1; done

cat "$logs"/*
exit "$failed"
