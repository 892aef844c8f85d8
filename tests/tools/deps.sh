#!/bin/sh
# Installs the Debian packages that are missing, and says which.
# usage: deps.sh run|test|lint|bench|fuzz
#
# Root installs, else sudo where that works without asking or a terminal can
# answer; else the exact command is printed.
set -eu

run='gcc libc6-dev pkg-config libev-dev libcurl4-openssl-dev libyaml-dev
libsqlite3-dev libmicrohttpd-dev libjansson-dev libsodium-dev
libutf8proc-dev libsmartcols-dev libidn2-dev tzdata ca-certificates'
test="$run libcmocka-dev python3 python3-aiosmtpd python3-yaml
python3-dateutil python3-jsonschema libical-dev openssl curl sqlite3
strace valgrind clang libclang-rt-14-dev systemd"
lint="$test clang-tidy cppcheck shellcheck"
bench="$test hyperfine remind"
fuzz="$run clang libclang-rt-14-dev"

case "${1:-}" in
run) wanted=$run ;;
test) wanted=$test ;;
lint) wanted=$lint ;;
bench) wanted=$bench ;;
fuzz) wanted=$fuzz ;;
*) echo "usage: deps.sh run|test|lint|bench|fuzz" >&2; exit 64 ;;
esac

missing=
for package in $wanted; do
	# shellcheck disable=SC2016  # the braces are dpkg-query's own
	status=$(dpkg-query -W -f='${db:Status-Status}' "$package" \
	    2>/dev/null) || status=
	[ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "missing Debian packages:$missing"
sudo=
if [ "$(id -u)" -ne 0 ]; then
	if command -v sudo >/dev/null && { sudo -n true 2>/dev/null ||
	    [ -t 0 ]; }; then
		sudo=sudo
	else
		echo "as root: apt-get install --no-install-recommends$missing" >&2
		exit 77
	fi
fi

# shellcheck disable=SC2086  # $missing is a list of names
install_missing() {
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y \
	    --no-install-recommends -o DPkg::Lock::Timeout=300 $missing
}

update_and_install() {
	$sudo apt-get update && install_missing
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! install_missing >"$log" 2>&1 && ! update_and_install >"$log" 2>&1; then
	cat "$log" >&2
	exit 69
fi
echo "installed."
