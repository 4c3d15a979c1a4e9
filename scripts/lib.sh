# Shared by the scripts in this folder: source it, do not run it.
# shellcheck shell=bash
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PATH="$root/.tools/bin:$PATH"
export NEXT_TELEMETRY_DISABLED=1
# The Python of the machine is the one we use: never download another.
export UV_PYTHON_DOWNLOADS=never

if [[ -t 1 ]]; then bold=$'\e[1m' red=$'\e[31m' plain=$'\e[0m'; else bold='' red='' plain=''; fi

say() { printf '%s==> %s%s\n' "$bold" "$*" "$plain"; }

# die WHAT_IS_WRONG_AND_WHAT_TO_DO
die() {
  printf '%s%s: %s%s\n' "$red" "$(basename "$0")" "$*" "$plain" >&2
  exit 1
}

# fingerprint PATH...: one hash over the names and contents of the files, leaving out what tools generate.
fingerprint() {
  (cd "$root" && find "$@" \( -name node_modules -o -name .next -o -name test-results -o -name playwright-report \
    -o -name next-env.d.ts -o -name '*.tsbuildinfo' \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
}

# is_done STEP PATH...: true when STEP last finished with these files as they are now.
is_done() {
  local stamp="$root/.tools/stamps/$1"
  [[ -f $stamp && $(<"$stamp") == "$(fingerprint "${@:2}")" ]]
}

# mark_done STEP PATH...
mark_done() {
  mkdir -p "$root/.tools/stamps"
  fingerprint "${@:2}" >"$root/.tools/stamps/$1"
}

# build_preset PRESET [TARGET]: configure and build the engine; one line a step on a terminal only.
build_preset() {
  local quiet=(-- --quiet)
  if [[ -t 1 ]]; then quiet=(); fi
  cmake -S "$root/engine" --preset "$1" --log-level=WARNING >/dev/null
  cmake --build "$root/engine/build/$1" --target "${2:-all}" "${quiet[@]}"
}
