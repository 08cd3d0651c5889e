#!/usr/bin/env bash
# What the GitHub Action in action.yml runs: its inputs are in the environment, its outputs go to $GITHUB_OUTPUT.
set -euo pipefail

fail() { echo "::error::$1"; exit 2; }

[ -n "${IMAGE:-}" ] || [ -n "${BUNDLE:-}" ] || fail "the input image or bundle is needed"
[ -z "${IMAGE:-}" ] || [ -z "${BUNDLE:-}" ] || fail "the inputs image and bundle exclude each other"
case ${REPORT:-} in *$'\n'*) fail "the input report has a line break" ;; esac

# a runner has Ubuntu's package manager as `snap`
snap() { snapshotter "$@"; }

words=(verify --format "${FORMAT:-github}")
[ "${ALLOW_WITHHELD:-false}" != true ] || words+=(--allow-withheld)
if [ -n "${IMAGE:-}" ]; then
  words+=(-- "$IMAGE")
else
  snap clone --name snap-action -- "$BUNDLE" >&2
  snap checkout -n snap-action -- "${REVISION:-latest}" >&2  # the image to compare with comes with the container
  words+=(-n snap-action)
  [ -z "${DIRECTORY:-}" ] || words+=(-f "$DIRECTORY")
  words+=(-- "${REVISION:-latest}")
fi

code=0
if [ -n "${REPORT:-}" ]; then
  snap "${words[@]}" > "$REPORT" || code=$?
  echo "report=$REPORT" >> "$GITHUB_OUTPUT"
else
  snap "${words[@]}" || code=$?
fi
case $code in
  0) verdict=equal ;;
  1) verdict=different ;;
  2) verdict=unknown ;;
  *) verdict=error ;;
esac
echo "verdict=$verdict" >> "$GITHUB_OUTPUT"
exit "$code"
