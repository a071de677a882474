#!/bin/sh
# The timetable for a container, where there is no systemd: a round each night at 03:30 in Lima, the monthly one on the first night of the month.
# Whoever starts it gets a daily round at once. A round that fails is told in the log and tried again the next night.
set -u
here=$(dirname "$0")
pid=
trap '[ -z "$pid" ] || { kill -TERM "$pid"; wait "$pid"; }; exit 0' TERM INT

round() {
    sh "$here/ronda.sh" "$1" &
    pid=$!
    wait "$pid" || echo "ronda $1: terminó con $?" >&2
}

round diaria
while :; do
    now=$(date +%s)
    next=$(TZ=PET5 date -d "03:30" +%s)
    [ "$next" -gt "$now" ] || next=$((next + 86400))
    sleep $((next - now)) &
    pid=$!
    wait "$pid" || exit 1
    if [ "$(TZ=PET5 date +%d)" = 01 ]; then round mensual; else round diaria; fi
done
