#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace massa {

/// @brief A value that a file did not state.
inline constexpr double not_stated = std::numeric_limits<double>::quiet_NaN();

enum class Polarity : std::uint8_t { unknown, positive, negative };

/// @brief Profile (MS:1000128) or centroid (MS:1000127) representation.
enum class Representation : std::uint8_t { unknown, profile, centroid };

/// @brief Mass analyser family that recorded a spectrum, where the file names it.
enum class Analyzer : std::uint8_t { unknown, ion_trap, quadrupole, time_of_flight, orbitrap, ft_icr };

/// @brief Dissociation method (PSI-MS "dissociation method" branch).
enum class Activation : std::uint8_t { unknown, cid, hcd, etd, ethcd, ecd, uvpd, ird, psd };

/// @brief The ion selected for fragmentation.
struct Precursor {
  double mz = not_stated;                      ///< selected ion m/z (MS:1000744), Th
  std::optional<int> charge;                   ///< charge state (MS:1000041) when the file gives exactly one
  std::vector<int> possible_charges;           ///< MS:1000633, when the file gives several
  double intensity = not_stated;               ///< MS:1000042
  double isolation_target_mz = not_stated;     ///< MS:1000827, Th
  double isolation_lower_offset = not_stated;  ///< MS:1000828, Th
  double isolation_upper_offset = not_stated;  ///< MS:1000829, Th
  Activation activation = Activation::unknown;
};

/// @brief One spectrum. `mz` and `intensity` have the same length and are sorted by m/z (ascending) by every reader.
struct Spectrum {
  std::uint64_t index = 0;  ///< 0-based position in the file
  std::string native_id;    ///< PSI native id; `index=N` where the format has none (MGF)
  std::string title;        ///< MS:1000796, may be empty
  std::optional<std::int64_t> scan;
  int ms_level = 0;  ///< MS:1000511; 0 where not stated
  Polarity polarity = Polarity::unknown;
  Representation representation = Representation::unknown;
  Analyzer analyzer = Analyzer::unknown;
  double retention_time_s = not_stated;   ///< scan start time (MS:1000016), seconds
  double total_ion_current = not_stated;  ///< as the file states (MS:1000285), else the sum of intensities
  std::vector<Precursor> precursors;      ///< empty for MS1
  std::vector<double> mz;                 ///< Th
  std::vector<float> intensity;           ///< detector counts or arbitrary units, ≥ 0
};

}  // namespace massa
