#!/usr/bin/env bash
# The models of the sample shop, made by the debug build on one thread and by the release build on two: the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
sample=${1:-data/sample/shop.csv}
output=$(mktemp -d)
trap 'rm -rf "$output"' EXIT

for build in "debug 1" "release 2"; do
  read -r configuration threads <<<"$build"
  swift build -c "$configuration" --product retention-fast
  ".build/$configuration/retention-fast" train --quiet --data "$sample" --threads "$threads" \
    --output "$output/$configuration" --set models.onnx=true
done
(cd "$output/debug/latest" && find models predictions -type f -exec sha256sum {} +) >"$output/sums"
(cd "$output/release/latest" && sha256sum --check --quiet "$output/sums")
echo "$(wc -l <"$output/sums") files of models and predictions are the same in debug and release"
