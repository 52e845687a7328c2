#!/usr/bin/env bash
# Installs what the build needs and is not there yet: Debian packages, and Arrow C++ in .deps/arrow.
# A second run finds everything in place and does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
. Scripts/versions.env

say() { printf '%s\n' "$*" >&2; }

command -v swift >/dev/null || { say "setup: no Swift toolchain found; install one (https://www.swift.org/install/linux), then run this again"; exit 1; }

missing=()
for package in $DEBIAN_PACKAGES; do
  # A tool that is on the PATH already (a Python of the user's own, say) need not come from Debian.
  case $package in
    make|unzip|zstd|python3|pkg-config) command -v "$package" >/dev/null && continue ;;
    python3-pip) python3 -m pip --version >/dev/null 2>&1 && continue ;;
  esac
  [ "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" = "install ok installed" ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  say "setup: installing ${missing[*]}"
  sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  if ! { $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >&2; then
    say "setup: could not install these Debian packages: ${missing[*]}; install them by hand, then run this again"
    exit 1
  fi
fi

# Apache's own packages win where the user has them (Package.swift links them from the system's folders).
if [ ! -e .deps/arrow ] && pkg-config --exists "arrow >= 20" "parquet >= 20"; then
  say "setup: using the system's Arrow C++ $(pkg-config --modversion arrow)"
  exit 0
fi

stamp=.deps/arrow/.version-$ARROW_VERSION
[ -e "$stamp" ] && exit 0

say "setup: fetching Arrow C++ $ARROW_VERSION"
rm -rf .deps/arrow .deps/arrow.partial
mkdir -p .deps/arrow.partial/wheel
python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary=:all: \
  --implementation cp --python-version 3.11 --abi cp311 --platform "manylinux_2_28_$(uname -m)" \
  --dest .deps/arrow.partial/wheel -r Scripts/arrow-wheel.txt
unzip -q .deps/arrow.partial/wheel/pyarrow-*.whl 'pyarrow/include/*' "pyarrow/lib*.so.$ARROW_SOVERSION" -d .deps/arrow.partial
mkdir .deps/arrow.partial/lib
mv .deps/arrow.partial/pyarrow/include .deps/arrow.partial/include
for library in arrow parquet; do
  mv ".deps/arrow.partial/pyarrow/lib$library.so.$ARROW_SOVERSION" .deps/arrow.partial/lib/
  ln -s "lib$library.so.$ARROW_SOVERSION" ".deps/arrow.partial/lib/lib$library.so"
done
rm -r .deps/arrow.partial/wheel .deps/arrow.partial/pyarrow
touch ".deps/arrow.partial/.version-$ARROW_VERSION"
mv .deps/arrow.partial .deps/arrow
