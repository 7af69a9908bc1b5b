#!/usr/bin/env bash
# `npm run setup:debian`: installs from Debian what the browser tests, the test with PgBouncer, `npm run spelling`, `npm run checkers` and `npm run attack` use and npm can't bring. Changes nothing a second time.
set -euo pipefail

PACKAGES=(firefox-esr hunspell hunspell-en-ca hunspell-fr default-jre-headless xvfb dbus-daemon at-spi2-core orca gir1.2-atspi-2.0 python3-gi pgbouncer sqlmap wapiti slowhttptest)

installed() { [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  echo 'This is no Debian: there is no apt-get. Install Firefox yourself, and name it in FIREFOX_PATH.' >&2
  exit 1
fi

missing=()
for package in "${PACKAGES[@]}"; do
  if installed "$package"; then echo "$package is installed."; else missing+=("$package"); fi
done
if [ "${#missing[@]}" -eq 0 ]; then
  echo 'There is nothing to do.'
  exit 0
fi

echo "To be installed with apt-get, for the tests in Firefox and with PgBouncer, for npm run spelling, checkers and attack: ${missing[*]}."
if [ "$(id -u)" -ne 0 ]; then
  echo 'That needs root: sudo npm run setup:debian' >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update --quiet
apt-get install --quiet --yes --no-install-recommends "${missing[@]}"
echo "Installed: ${missing[*]}. npm test runs in Firefox and through PgBouncer too, and npm run spelling, checkers and attack have their tools."
