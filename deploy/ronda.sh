#!/bin/sh
# One round of a server that collects by itself: ask the sources, then build what came.
#
#   ronda.sh diaria    the month that runs and the three before it: what is new, and what was published late or corrected
#   ronda.sh mensual   the whole walk from the first month on; every held file is asked for again (If-None-Match), so that what was changed or
#                      withdrawn years later is found
#
# What a source did not give stays an issue line and is asked for in the next round; what it gave is built all the same. The exit code is that of
# the collecting: 3 when no source could be read at all. A watcher of one source asks `habeas status --strict`.
set -u
case "${1:-diaria}" in
diaria) set -- --since "$(TZ=PET5 date -d "$(TZ=PET5 date +%Y-%m-15) -3 months" +%Y-%m)" ;;
mensual) set -- --refresh ;;
*)
    echo "ronda.sh: diaria o mensual" >&2
    exit 2
    ;;
esac

# A command that is told to end ends in order and keeps what it has; the shell has to pass it on.
pid=
trap '[ -z "$pid" ] || { kill -TERM "$pid"; wait "$pid"; }; exit 143' TERM INT
run() {
    "$@" &
    pid=$!
    wait "$pid"
}

run habeas collect "$@"
collected=$?
run habeas build || exit $?
exit "$collected"
