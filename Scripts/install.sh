#!/usr/bin/env bash
# Installs the built program below a prefix, or removes it again.
# The program finds its libraries beside itself, so it does not need the checkout.
set -euo pipefail
cd "$(dirname "$0")/.."

name=retention-fast
prefix=$2
home=$prefix/lib/$name
link=$prefix/bin/$name
files=(
  "$link" "$prefix/share/man/man1/$name.1" "$prefix/share/bash-completion/completions/$name"
  "$prefix/share/zsh/site-functions/_$name" "$prefix/share/fish/vendor_completions.d/$name.fish"
)

if [ "$1" = --remove ]; then
  rm -rf "$home"
  rm -f "${files[@]}"
  echo "removed $name from $prefix"
  exit 0
fi

program=$1
rm -rf "$home"
mkdir -p "$home/config"
for file in "${files[@]}"; do mkdir -p "$(dirname "$file")"; done
install -m 755 "$program" "$home/$name"
if [ -d .deps/arrow/lib ]; then cp .deps/arrow/lib/*.so.* "$home/"; fi
cp -R config/presets "$home/config/"
ln -sfn "../lib/$name/$name" "$link"
"$link" man >"${files[1]}"
"$link" completions bash >"${files[2]}"
"$link" completions zsh >"${files[3]}"
"$link" completions fish >"${files[4]}"
echo "installed $link"
case ":$PATH:" in
  *":$prefix/bin:"*) ;;
  *) echo "$prefix/bin is not on your PATH; add it, or call the program by this path" ;;
esac
