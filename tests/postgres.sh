#!/usr/bin/env bash
# A throw-away PostgreSQL for the tests: `start` prints its address (nothing where no server is installed), `stop` ends it.
set -u
home="${TMPDIR:-/tmp}/salama-postgres-$(id -u)"
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v pg_ctl 2>/dev/null)" 2>/dev/null)
[ -x "$bin/pg_ctl" ] || exit 0

as_owner() { # PostgreSQL refuses to run as root
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

stop() { [ -d "$home/data" ] && as_owner "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1; rm -rf "$home"; }

start() {
  stop
  mkdir -p "$home" && { [ "$(id -u)" != 0 ] || chown postgres "$home"; }
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  as_owner "$bin/initdb" -D "$home/data" -U salama -A trust -E UTF8 --locale=C.UTF-8 >/dev/null 2>&1 || return
  as_owner "$bin/pg_ctl" -D "$home/data" -w -l "$home/log" \
    -o "-p $port -k $home -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=200" start >/dev/null 2>&1 || return
  echo "postgres://salama@127.0.0.1:$port/postgres"
}

"$1"
