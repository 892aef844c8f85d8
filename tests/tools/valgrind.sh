#!/bin/sh
# Every unit test under valgrind: no error, no leak.
# usage: valgrind.sh BUILD
set -u
failed=0
for program in "$1"/tests/test_*; do
	[ -x "$program" ] || continue
	if valgrind --quiet --leak-check=full --error-exitcode=99 \
	    --errors-for-leak-kinds=definite,indirect \
	    "$program" >/dev/null 2>"$program.valgrind"; then
		rm -f "$program.valgrind"
	else
		echo "valgrind: $program" >&2
		cat "$program.valgrind" >&2
		failed=$((failed + 1))
	fi
done
echo "valgrind: $failed programs with findings"
[ "$failed" -eq 0 ]
