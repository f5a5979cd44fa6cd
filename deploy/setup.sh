#!/bin/sh
# Makes .env with random secrets, once, so that nothing starts with a default password.
#
#   deploy/setup.sh && docker compose up -d
#
# What is there already stays as it is; what is missing is added.
set -eu
umask 077
cd "$(dirname "$0")/.."
file=${TILTMETER_ENV_FILE:-.env}

random() { # of so many letters and digits, each of 62
  text=
  while [ "${#text}" -lt "$1" ]; do
    text=$text$(head -c 256 /dev/urandom | LC_ALL=C tr -dc 'A-Za-z0-9')
  done
  printf '%s' "$text" | cut -c "1-$1"
}

lower() { random "$1" | tr 'A-Z' 'a-z'; }

[ -e "$file" ] || : >"$file"
chmod 600 "$file"

add() { # name, value: unless the file has the name
  grep -q "^$1=" "$file" || printf '%s=%s\n' "$1" "$2" >>"$file"
}

add TILTMETER_CLICKHOUSE_PASSWORD "$(random 40)"
add TILTMETER_PAGES_PASSWORD "$(random 40)"
add TILTMETER_READER_PASSWORD "$(random 40)"
add TILTMETER_BOOTSTRAP_KEY "tm_adm_$(lower 8)_$(random 43)"
add GRAFANA_ADMIN_PASSWORD "$(random 32)"

cat <<EOT
$file is ready (mode 600). Next:

  docker compose up -d --build
  Tiltmeter   http://localhost:4318   sign in with TILTMETER_BOOTSTRAP_KEY of $file
  Grafana     http://localhost:3000   admin, GRAFANA_ADMIN_PASSWORD of $file
  Mailpit     http://localhost:8025   every mail that is sent
EOT
