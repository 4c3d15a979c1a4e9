# Writes SOURCE and HEADER with the bytes of INPUT as massa::data::STEM().
file(READ ${INPUT} hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
string(LENGTH "${hex}" digits)
math(EXPR size "${digits} / 2")
file(WRITE ${HEADER} "#pragma once\n#include <string_view>\nnamespace massa::data {\n/// The bytes of ${STEM}, compiled in; valid for the life of the program.\n[[nodiscard]] std::string_view ${STEM}();\n}  // namespace massa::data\n")
file(WRITE ${SOURCE} "#include <massa/data/${STEM}.hpp>\nnamespace massa::data {\nnamespace {\nconstexpr char bytes[] = {${bytes}'\\0'};\n}\nstd::string_view ${STEM}() { return {bytes, ${size}}; }\n}  // namespace massa::data\n")
