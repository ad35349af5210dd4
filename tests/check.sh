#!/usr/bin/env bash
# Everything that needs no test run and no network. The first line that fails is shown; all are tried.
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
status=0

step() { # step NAME COMMAND…: one line when it holds, its output when it does not
  local name=$1 out
  shift
  if out=$("$@" 2>&1); then echo "ok    $name"; else echo "FAIL  $name"; printf '%s\n' "$out" | tail -n 40; status=1; fi
}

deploy() {
  DJANGO_SETTINGS_MODULE=lms.settings.production SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(64))') \
    ALLOWED_HOSTS=salama.example CERTIFICATE_KEYS_DIR=var/none BASE_URL=https://salama.example DATABASE_URL=sqlite:////tmp/none.sqlite3 \
    python -W error::RuntimeWarning manage.py check --deploy --fail-level WARNING
}

step "python lint" ruff check --no-cache .
step "python format" ruff format --check --no-cache .
step "template format" djade --check --target-version 5.2 $(git ls-files 'templates/*.html')
step "template lint" djlint --lint --quiet templates
step "settings for real use" deploy
step "migrations" python manage.py makemigrations --check --dry-run
step "translations" python -m tests.translations
step "layers" pytest -p no:cacheprovider tests/test_layers.py
exit $status
