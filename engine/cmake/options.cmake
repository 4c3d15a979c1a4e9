option(MASSA_BUILD_TESTS "Build the unit tests" ON)
option(MASSA_BUILD_BENCHMARKS "Build the micro-benchmarks" OFF)
option(MASSA_BUILD_FUZZERS "Build the libFuzzer targets (clang only)" OFF)
option(MASSA_SANITIZE "AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(MASSA_WARNINGS_AS_ERRORS "Treat warnings as errors" ON)
set(MASSA_MARCH "x86-64-v3" CACHE STRING "Instruction set to compile for; empty for the compiler's default")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# Settings shared by every target of this project, and by nothing that it links.
add_library(massa_settings INTERFACE)
target_compile_options(massa_settings INTERFACE -Wall -Wextra -Wconversion -Wshadow
  $<$<BOOL:${MASSA_WARNINGS_AS_ERRORS}>:-Werror>
  # GCC 12 sees overlaps in "text" + std::string that are not there (GCC bug 105651).
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
  # Results must not depend on how a compiler contracts a × b + c.
  -ffp-contract=off)
if(MASSA_MARCH AND CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  target_compile_options(massa_settings INTERFACE -march=${MASSA_MARCH})
endif()
if(MASSA_SANITIZE)
  target_compile_options(massa_settings INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
    # Instrumented, std::function looks uninitialised to GCC.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(massa_settings INTERFACE -fsanitize=address,undefined)
endif()
if(MASSA_BUILD_FUZZERS)
  # Coverage of the libraries steers the fuzzers.
  target_compile_options(massa_settings INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(massa_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD AND NOT MASSA_BUILD_FUZZERS)
  add_link_options(-fuse-ld=mold)
endif()
