# cmake.sh KIT: the echo plugin as a project in C alone, by find_package(PrismPlugin); and which versions that finds.
source "$(dirname "$0")/kit.sh"

mkdir echo
cp "$examples/echo.c" echo
cat >echo/CMakeLists.txt <<'PROJECT'
cmake_minimum_required(VERSION 3.18)
project(echo LANGUAGES C)
find_package(PrismPlugin REQUIRED)
prism_add_plugin(echo echo.c)
PROJECT
build_project echo
exports_its_entry_alone echo/build/echo.so
echo_answers --plugin-dir echo/build

# The messages of CMake are wrapped as its width has it.
finds() {
  mkdir -p probe
  cat >probe/CMakeLists.txt <<PROJECT
cmake_minimum_required(VERSION 3.18)
project(probe LANGUAGES $1)
find_package(PrismPlugin ${*:2})
message(STATUS "found=\${PrismPlugin_FOUND}")
PROJECT
  cmake -S probe -B probe/build -D CMAKE_PREFIX_PATH="$kit" 2>&1 | tr -s ' \n' ' '
  rm -r probe
}
IFS=. read -r major minor _ <<<"$KIT_VERSION"

for wanted in "" "$major.$minor" "$KIT_VERSION EXACT" "COMPONENTS testing"; do
  [[ $(finds CXX "$wanted" REQUIRED) = *found=1* ]] || fail "find_package(PrismPlugin $wanted) finds nothing"
done
for wanted in "$major.$((minor + 1))" "$((major + 1)).0" "$KIT_VERSION.1"; do
  [[ $(finds CXX "$wanted" QUIET) = *found=0* ]] || fail "find_package(PrismPlugin $wanted) finds $KIT_VERSION"
done
[[ $(finds C COMPONENTS testing) = *"its component testing needs C++, Protobuf and fmt"* ]] ||
  fail "nothing says why the component testing is not to be had in C"
[[ $(finds CXX COMPONENTS tests) = *"it has no component tests, only testing"* ]] ||
  fail "nothing says that there is no such component"
