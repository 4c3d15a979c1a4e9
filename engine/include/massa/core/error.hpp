#pragma once
#include <stdexcept>
#include <string>

namespace massa {

/// @brief What kind of fault ended a job. The values are the exit codes of the command `massa`.
enum class ErrorKind : int {
  bug = 1,       ///< a defect of this program
  usage = 2,     ///< the command line or the parameters are wrong
  input = 3,     ///< an input file is wrong
  resource = 4,  ///< memory, disk or another resource ran out
};

/// @brief The one exception type: thrown only for what ends the whole job.
///
/// Every error names what is wrong, where, and what to do about it.
class Error : public std::runtime_error {
 public:
  /// @param what_is_wrong  one sentence without a full stop, e.g. "peak count and array length differ"
  /// @param where          the place: file, byte or line, spectrum id; may be empty
  /// @param what_to_do     the remedy: one sentence without a full stop; may be empty
  Error(ErrorKind kind, std::string what_is_wrong, std::string where, std::string what_to_do);

  [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
  [[nodiscard]] const std::string& where() const noexcept { return where_; }
  [[nodiscard]] const std::string& remedy() const noexcept { return remedy_; }

 private:
  ErrorKind kind_;
  std::string problem_;
  std::string where_;
  std::string remedy_;
};

}  // namespace massa
