#!/usr/bin/env bash
# The whole suite: on SQLite, then on PostgreSQL. Says what could not be run, and on CI leaves nothing out.
set -uo pipefail
cd "$(dirname "$0")/.."
left_out=()

browser() {
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    command -v "$name" 2>/dev/null && return
  done
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-core) >/dev/null 2>&1
    command -v chromium && return
  fi
  .venv/bin/playwright install chromium >/dev/null 2>&1 &&
    .venv/bin/python -c 'from playwright.sync_api import sync_playwright as s
with s() as p: print(p.chromium.executable_path)'
}

old_browsers() { # prints what is missing in the end
  need=()
  command -v firefox-esr >/dev/null || command -v firefox >/dev/null || need+=(firefox-esr)
  command -v npm >/dev/null || [ -x var/browsers/chromium83 ] || need+=(npm)
  if [ ${#need[@]} -gt 0 ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    (apt-get update -qq && apt-get install -y -qq --no-install-recommends "${need[@]}") >/dev/null 2>&1
  fi
  .venv/bin/python -m tests.old_browsers.fetch
}

CHROMIUM=$(browser | tail -n 1)
export CHROMIUM
[ -n "$CHROMIUM" ] || left_out+=("the browser journeys: no Chromium is installed, and none could be")

if missing=$(old_browsers); then :; else
  left_out+=("the learner's path in ${missing:-old browsers}: not installed, and could not be")
fi

suite() { # suite NAME: one run, browser tests only where there is a browser
  echo "== $1"
  if [ -n "$CHROMIUM" ]; then
    .venv/bin/pytest -n 2 --create-db "${@:2}"
  else
    .venv/bin/pytest -n 2 --create-db -m "not browser" "${@:2}"
  fi
}

status=0
DATABASE_URL="sqlite:///$PWD/db.sqlite3" suite "SQLite" "$@" || status=1

if [ -z "${TEST_DATABASE_URL:-}" ]; then
  TEST_DATABASE_URL=$(tests/postgres.sh start)
  [ -n "$TEST_DATABASE_URL" ] && trap 'tests/postgres.sh stop' EXIT
fi
if [ -n "$TEST_DATABASE_URL" ]; then
  # How pages look, what other browsers do with them, and what never opens the database, is tested once.
  DATABASE_URL="$TEST_DATABASE_URL" suite "PostgreSQL" --database-only --ignore tests/old_browsers \
    --ignore tests/journeys/test_any_phone.py --ignore tests/journeys/test_weight.py "$@" || status=1
else
  left_out+=("the run on PostgreSQL: set TEST_DATABASE_URL, or install PostgreSQL's server")
fi

for what in "${left_out[@]}"; do
  echo "Not run: $what."
  [ -z "${CI:-}" ] || status=1
done
exit $status
