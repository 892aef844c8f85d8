#!/bin/sh
# Runs each fuzzer for some seconds on a copy of its corpus.
# usage: fuzz.sh DIR SECONDS
set -u
failed=0
for program in "$1"/fuzz_*; do
	name=${program##*/fuzz_}
	scratch=$(mktemp -d)
	kept=tests/fuzz/corpus/$name
	if [ -d "$kept" ]; then
		cp "$kept"/* "$scratch"
	fi
	if "$program" -max_total_time="$2" -print_final_stats=1 -verbosity=0 \
	    -artifact_prefix="$1/finding-$name-" "$scratch" \
	    >"$1/$name.log" 2>&1; then
		printf '%-12s %s executions\n' "$name" "$(sed -n \
		    's/^stat::number_of_executed_units: *//p' "$1/$name.log")"
	else
		echo "$name: a finding, see $1/$name.log" >&2
		failed=1
	fi
	rm -r "$scratch"
done
exit "$failed"
