#!/usr/bin/env bash
# Runs every test: ./test.sh [arguments for dotnet, such as -p:Packages=Current or --filter Name~Logout]
# Ends with one line, "123 passed, 0 failed"; the exit code is 0 only when something ran and nothing failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
readonly results=TestResults
passed=0 failed=0 skipped=0

say() { printf '%s\n' "$*"; }
finish() { say "$passed passed, $failed failed"; [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]; exit $?; }
give_up() { say "$*"; failed=$((failed + 1)); finish; }

# --- what the tests start themselves: Redis, PostgreSQL, Chromium ---------------------------------------------------

have_postgres() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
have_chromium() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }
have() {
  case $1 in
    postgresql) have_postgres ;;
    chromium) have_chromium ;;
    *) command -v "$1" >/dev/null ;;
  esac
}
missing_tools() { for tool in redis-server postgresql chromium npm; do have "$tool" || printf '%s ' "$tool"; done; }

install_tools() {
  local missing=$1
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    say "Missing: ${missing}- and this is not root on a Debian-like system, so nothing was installed."
    say "Install these and run again; the tests that need them fail until then."
    return
  fi
  say "Installing: $missing"
  # Package lists may be absent (a fresh container) or good enough; update only when the first try fails.
  # A server package must not start a server: the tests start their own.
  local policy=/usr/sbin/policy-rc.d made_policy=0
  [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' > "$policy"; chmod +x "$policy"; made_policy=1; }
  # shellcheck disable=SC2086 # one word per package
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null 2>&1 ||
    { apt-get update -q >/dev/null 2>&1 &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing; } >"$results/apt.log" 2>&1 ||
    tail -5 "$results/apt.log"
  [ "$made_policy" -eq 1 ] && rm -f "$policy"
  missing=$(missing_tools)
  [ -z "$missing" ] || say "Still missing: ${missing}- the tests that need them will fail."
}

# --- arguments ------------------------------------------------------------------------------------------------------

build_args=() test_args=()
while [ $# -gt 0 ]; do
  case $1 in
    --filter) test_args+=("$1" "${2:?--filter needs an expression}"); shift ;;
    --filter=*) test_args+=("--filter" "${1#--filter=}") ;;
    -c | --configuration | -p | --property) build_args+=("$1" "${2:?$1 needs a value}"); shift ;;
    *) build_args+=("$1") ;;
  esac
  shift
done

# --- run ------------------------------------------------------------------------------------------------------------

rm -rf "$results" && mkdir -p "$results"
command -v dotnet >/dev/null || give_up "The .NET 10 SDK is missing: no 'dotnet' on the path."
missing=$(missing_tools)
[ -z "$missing" ] || install_tools "$missing"

# One compiler for all projects: it reads the analyzers once, which is a third of the build. It is ours by its name, and would stay for ten idle minutes.
readonly compiler=single-sign-out-$$
stop_compiler() {
  local process
  for process in /proc/[0-9]*; do
    tr '\0' ' ' 2>/dev/null <"$process/cmdline" | grep -q -- "-pipename:$compiler" && kill "${process#/proc/}"
  done
}
trap stop_compiler EXIT

say "Building"
dotnet build SingleSignOut.sln -v quiet -nologo -p:UseSharedCompilation=true "-p:SharedCompilationId=$compiler" "${build_args[@]}" || give_up "The build failed."
stop_compiler

# A run that hangs is a failure with a name, not a machine that waits: --blame-hang ends one test, timeout a whole project.
limit=(); command -v timeout >/dev/null && limit=(timeout -k 30 3000)

attribute() { sed -nE "s/.*<Counters [^>]*$2=\"([0-9]+)\".*/\1/p" "$1" | head -1; }

unescape() { sed -e 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&#x[dD];//g; s/&#x[aA];/ /g; s/&amp;/\&/g'; }

# The failed tests of one result file: name, then the first lines of the message.
failures() {
  awk '
    /<UnitTestResult / && /outcome="Failed"/ { match($0, /testName="[^"]*"/); print "  FAILED " substr($0, RSTART + 10, RLENGTH - 11); bad = 1 }
    bad && /<Message>/ { message = 1; lines = 0 }
    message { text = $0; gsub(/<\/?Message>/, "", text); if (lines++ < 12) print "      " text }
    /<\/Message>/ { message = 0 }
    /<\/UnitTestResult>/ { bad = 0 }' "$1" | unescape
}

# The projects wait more than they compute, so several run at once, the longest first. "git ls-files" would miss new projects.
mapfile -t projects < <(find . -name '*Tests.csproj' -not -path '*/bin/*' -not -path '*/obj/*' |
  sed -E 's#^\./##; /Federation/s/^/1 /; /IdentityHost/s/^/2 /; /^[12] /!s/^/3 /' | sort | cut -d' ' -f2-)
readonly at_once=${TEST_PROJECTS_AT_ONCE:-2}

# Runs one project. Leaves "passed failed skipped" in a file, and everything that a person should see in another.
run_project() {
  local project=$1 name=$2 trx=$results/$2.trx log=$results/$2.log
  SECONDS=0
  "${limit[@]}" dotnet test "$project" --no-build --nologo "${build_args[@]}" "${test_args[@]}" \
    --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" \
    --blame-hang --blame-hang-timeout 20m --blame-hang-dump-type none >"$log" 2>&1 </dev/null
  local code=$? p=0 f=0 s=0
  grep -E '\[FAIL\]|\[xUnit.*(Exception|Error)|hang|^error|^MSBUILD|^Test Run Aborted' "$log"

  if [ -f "$trx" ]; then
    local total; total=$(attribute "$trx" total) p=$(attribute "$trx" passed) f=$(attribute "$trx" failed)
    s=$((total - $(attribute "$trx" executed)))
  elif [ ${#test_args[@]} -eq 0 ]; then
    say "  $name left no results; the end of its output:"; tail -30 "$log"
  fi
  # An aborted run counts as one failure at least, whatever its half-written results say.
  if [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then f=1; say "  $name ended with exit code $code; the end of its output:"; tail -15 "$log"; fi
  local line="  $name: $p passed, $f failed"; [ "$s" -eq 0 ] || line="$line, $s skipped"
  say "$line, $SECONDS s" | tee "$results/$name.summary"
  [ -f "$trx" ] && [ "$f" -gt 0 ] && failures "$trx" | tee "$results/$name.failures"
  printf '%s %s %s\n' "$p" "$f" "$s" > "$results/$name.counts"
}

for project in "${projects[@]}"; do
  while [ "$(jobs -rp | wc -l)" -ge "$at_once" ]; do wait -n; done
  name=$(basename "$project" .csproj)
  say "Testing $name"
  run_project "$project" "$name" &
done
wait

for project in "${projects[@]}"; do
  counts=$results/$(basename "$project" .csproj).counts
  if [ -f "$counts" ]; then read -r p f s < "$counts"; else p=0 f=1 s=0; say "$project was not run to its end."; fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done

say; say "Summary"
cat "$results"/*.summary
compgen -G "$results/*.failures" >/dev/null && { say; say "What failed"; cat "$results"/*.failures; say; }
[ "$skipped" -eq 0 ] || say "  $skipped skipped"
finish
