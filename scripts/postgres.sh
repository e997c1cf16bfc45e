# Sourced by check: a throw-away PostgreSQL for tests, on a socket in a temporary folder.
start_postgres() {
    if [ -n "${TEST_DATABASE_URL:-}" ]; then POSTGRES_URL=$TEST_DATABASE_URL; return 0; fi
    pgbin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    [ -n "$pgbin" ] || stop "PostgreSQL is not installed, and the tests must pass on it too."
    pgdir=$(mktemp -d /tmp/examsys-pg.XXXXXX)
    as=""
    if [ "$(id -u)" = 0 ]; then chown postgres "$pgdir"; as="su postgres -s /bin/sh -c"; else as="sh -c"; fi
    trap 'cd /; $as "$pgbin/pg_ctl -D $pgdir/data -m immediate stop" >/dev/null 2>&1; rm -rf "$pgdir"' EXIT INT TERM
    $as "$pgbin/initdb -D $pgdir/data -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N" >/dev/null ||
        stop "PostgreSQL could not make a cluster for the tests."
    $as "$pgbin/pg_ctl -D $pgdir/data -w -l $pgdir/log -o \"-k $pgdir -c listen_addresses=127.0.0.1 -p 54329 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60\" start" >/dev/null ||
        stop "PostgreSQL did not start for the tests: see $pgdir/log."
    POSTGRES_URL=postgresql://postgres@127.0.0.1:54329
}
