#!/usr/bin/env bash
# Proves the three ways in: run.sh WAY BUILD SOURCE, with BUILD a built tree of ringtrial.
set -euo pipefail
way=$1 build=$2 source=$3
here=$source/tests/consumer work=$build/consumer/$way
rm -rf "$work" && mkdir -p "$work"
generator=(-G Ninja)

install_into() { cmake --install "$build" --prefix "$1" >/dev/null; }

case $way in
  find_package)
    install_into "$work/prefix"
    if grep -rniE 'boost|eigen' "$work"/prefix/lib*/cmake "$work"/prefix/lib/*/cmake 2>/dev/null; then
      echo "the exported targets name Boost or Eigen"; exit 1
    fi
    cmake "${generator[@]}" -S "$here/find_package" -B "$work/build" -DCMAKE_PREFIX_PATH="$work/prefix" >/dev/null
    cmake --build "$work/build" >/dev/null
    "$work/build/stranger"
    ;;
  add_subdirectory)
    cmake "${generator[@]}" -S "$here/add_subdirectory" -B "$work/build" -DRINGTRIAL_SOURCE="$source" >/dev/null
    cmake --build "$work/build" --target stranger >/dev/null
    "$work/build/stranger"
    ;;
  pkg_config)
    install_into "$work/prefix"
    PKG_CONFIG_PATH=$(dirname "$(find "$work/prefix" -name ringtrial.pc)") && export PKG_CONFIG_PATH
    read -ra flags < <(pkg-config --cflags --libs ringtrial)
    c++ "$here/main.cpp" -o "$work/stranger" "${flags[@]}"
    "$work/stranger"
    ;;
  includes)  # a public header brings the standard library and nothing else, and not much of it
    dependencies=$(c++ -std=c++20 -M -I "$source/include" "$here/main.cpp")
    if grep -qiE 'boost|eigen' <<<"$dependencies"; then
      echo "the umbrella header includes Boost or Eigen"; exit 1
    fi
    lines=$(c++ -std=c++20 -E -P -I "$source/include" "$here/main.cpp" | wc -l)
    echo "preprocessed lines of a unit with the umbrella header: $lines"
    [ "$lines" -lt 80000 ]
    ;;
esac
