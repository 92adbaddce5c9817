import { SQL_SETTINGS } from '../sql.js';

/** Settings as libpq takes them from the environment: `-c statement_timeout=120s`. */
export const PG_OPTIONS = SQL_SETTINGS.map((setting) => {
  const [, name = '', value = ''] = /^set (\w+) = '?([^']*)'?$/.exec(setting) ?? [];
  return `-c ${name}=${value}`;
}).join(' ');

/** Bytes of base64 in a line: nodes cut lines of logs at 16 KiB. */
const LINE = 8_000;

/**
 * Runs each file of `/statements` as a statement of its own in a transaction that only reads, and writes what it gave in
 * lines of JSON. What `before.sql` holds is run first in each of them, while it may still write; all are rolled back.
 * After its first query a transaction that only reads can no longer be turned into one that writes. Lines name the run,
 * so that nothing else in a log is taken for them; values are base64, so that nothing in them ends a line. Exits with 0 also after an error of SQL: that is an answer.
 */
export const SCRIPT = `set -u
statements=\${STATEMENTS:-/statements}
cd "\${SCRATCH:-/tmp}"
emit() {
  base64 < "$3" | tr -d '\\n' | fold -w ${LINE} > lines
  echo >> lines
  while IFS= read -r part; do
    printf '{"run":"%s","at":%s,"stream":"%s","data":"%s"}\\n' "$RUN" "$1" "$2" "$part"
  done < lines
}
begin='begin transaction read only'
before='do $$begin perform 1; end$$'
if [ -f "\${BEFORE:-/script/before.sql}" ]; then
  begin='begin transaction read write'
  before=$(cat "\${BEFORE:-/script/before.sql}")
fi
ask() {
  psql --no-psqlrc --quiet --no-align --tuples-only --csv --pset "null=$RUN" --set ON_ERROR_STOP=1 \\
    -c "$begin" -c "$before" -c 'set transaction read only' -c 'do $$begin perform 1; end$$' -c "$1" -c 'rollback' > out 2> err
}
if ! ask 'select 1'; then
  emit -1 error err
  exit 0
fi
at=0
while [ -f "$statements/$at" ]; do
  if ask "$(cat "$statements/$at")"; then emit "$at" rows out; else emit "$at" error err; fi
  at=$((at + 1))
done
printf '{"run":"%s","at":%s,"stream":"end","data":""}\\n' "$RUN" "$at"
`;
