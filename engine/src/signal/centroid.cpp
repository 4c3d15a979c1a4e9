#include "massa/signal/centroid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace massa::signal {
namespace {

struct Point {
  double mz;
  double intensity;
};

/// A run of equal intensities that is higher than what stands on both sides: [first, last].
struct Summit {
  std::size_t first;
  std::size_t last;
};

/// Points of a peak around its summit: [begin, end), and the smallest spacing next to the summit.
struct Extent {
  std::size_t begin;
  std::size_t end;
  double spacing;
};

class ProfileView {
 public:
  ProfileView(std::span<const double> mz, std::span<const float> intensity, const CentroidOptions& options)
      : mz_(mz), intensity_(intensity), options_(options) {}

  [[nodiscard]] std::size_t size() const noexcept { return mz_.size(); }
  [[nodiscard]] double intensity(std::size_t i) const noexcept {
    return intensity_[i] > 0.0F ? static_cast<double>(intensity_[i]) : 0.0;
  }

  /// The first summit that begins at or after `from`; `first == size()` if there is none.
  [[nodiscard]] Summit next_summit(std::size_t from) const noexcept {
    for (std::size_t i = from; i < size(); ++i) {
      if (intensity(i) == 0.0 || (i > 0 && adjacent(i - 1) && intensity(i - 1) >= intensity(i))) {
        continue;
      }
      std::size_t last = i;
      while (last + 1 < size() && adjacent(last) && intensity(last + 1) == intensity(i)) {
        ++last;
      }
      if (last + 1 == size() || !adjacent(last) || intensity(last + 1) < intensity(i)) {
        return {i, last};
      }
      i = last;
    }
    return {size(), size()};
  }

  [[nodiscard]] Extent extent(const Summit& summit) const noexcept {
    const double spacing = spacing_at(summit);
    std::size_t begin = summit.first;
    int missing = 0;
    while (begin > 0 && continues(mz_[begin] - mz_[begin - 1], spacing, missing) && intensity(begin - 1) > 0.0 &&
           intensity(begin - 1) < intensity(begin)) {
      --begin;
    }
    std::size_t end = summit.last + 1;
    missing = 0;
    while (end < size() && continues(mz_[end] - mz_[end - 1], spacing, missing) && intensity(end) > 0.0 &&
           intensity(end) < intensity(end - 1)) {
      ++end;
    }
    return {begin, end, spacing};
  }

  /// The vertex of the parabola through the summit and its neighbours; a missing neighbour counts as 0.
  [[nodiscard]] Point vertex(const Summit& summit, double spacing) const noexcept;

 private:
  /// Whether point i + 1 may belong to the same peak as point i: no summit looks across a wider hole.
  [[nodiscard]] bool adjacent(std::size_t i) const noexcept {
    double nearest = mz_[i + 1] - mz_[i];
    const double gap = nearest;
    if (i > 0) {
      nearest = std::min(nearest, mz_[i] - mz_[i - 1]);
    }
    if (i + 2 < size()) {
      nearest = std::min(nearest, mz_[i + 2] - mz_[i + 1]);
    }
    return gap <= options_.spacing_difference_gap * nearest;
  }

  [[nodiscard]] double spacing_at(const Summit& summit) const noexcept {
    double spacing = std::numeric_limits<double>::infinity();
    const std::size_t begin = summit.first > 0 ? summit.first - 1 : 0;
    for (std::size_t i = begin; i < std::min(summit.last + 1, size() - 1); ++i) {
      spacing = std::min(spacing, mz_[i + 1] - mz_[i]);
    }
    return spacing;
  }

  [[nodiscard]] bool continues(double gap, double spacing, int& missing) const noexcept {
    if (gap <= options_.spacing_difference * spacing) {
      return true;
    }
    return gap <= options_.spacing_difference_gap * spacing && ++missing <= options_.missing_points;
  }

  std::span<const double> mz_;
  std::span<const float> intensity_;
  const CentroidOptions& options_;
};

/// Vertex of the parabola through three points with a maximum in the middle one.
Point parabola_vertex(const Point& left, const Point& middle, const Point& right) noexcept {
  // With m/z and height counted from the middle point: y = a·x² + b·x.
  const double x1 = left.mz - middle.mz;
  const double y1 = left.intensity - middle.intensity;
  const double x2 = right.mz - middle.mz;
  const double y2 = right.intensity - middle.intensity;
  const double scale = x1 * x2 * (x1 - x2);
  const double a = (y1 * x2 - y2 * x1) / scale;
  const double b = (y2 * x1 * x1 - y1 * x2 * x2) / scale;
  if (!(a < 0.0)) {
    return middle;
  }
  const double x = std::clamp(-b / (2.0 * a), x1, x2);
  return {middle.mz + x, middle.intensity + (a * x + b) * x};
}

Point ProfileView::vertex(const Summit& summit, double spacing) const noexcept {
  const Point middle{0.5 * (mz_[summit.first] + mz_[summit.last]), intensity(summit.first)};
  if (summit.last - summit.first > 1) {
    return middle;  // a flat top (saturation): its centre
  }
  const Point first{mz_[summit.first], middle.intensity};
  const auto within = [&](double gap) { return gap <= options_.spacing_difference * spacing; };
  Point left{first.mz - spacing, 0.0};
  if (summit.first > 0 && within(first.mz - mz_[summit.first - 1])) {
    left = {mz_[summit.first - 1], intensity(summit.first - 1)};
  }
  Point right{first.mz + spacing, 0.0};
  if (summit.first + 1 < size() && within(mz_[summit.first + 1] - first.mz)) {
    right = {mz_[summit.first + 1], intensity(summit.first + 1)};
  }
  if (left.intensity == 0.0 || right.intensity == 0.0) {
    return parabola_vertex(left, first, right);
  }
  const auto logarithm = [](const Point& p) { return Point{p.mz, std::log(p.intensity)}; };
  const Point top = parabola_vertex(logarithm(left), logarithm(first), logarithm(right));
  return {top.mz, std::exp(top.intensity)};
}

}  // namespace

void centroid(std::span<const double> mz, std::span<const float> intensity, const CentroidOptions& options,
              std::vector<double>& centroid_mz, std::vector<float>& centroid_intensity) {
  centroid_mz.clear();
  centroid_intensity.clear();
  const ProfileView profile(mz, intensity, options);
  std::size_t from = 0;
  while (true) {
    const Summit summit = profile.next_summit(from);
    if (summit.first == profile.size()) {
      return;
    }
    const Extent extent = profile.extent(summit);
    if (extent.end - extent.begin >= static_cast<std::size_t>(std::max(1, options.min_points))) {
      const Point peak = profile.vertex(summit, extent.spacing);
      centroid_mz.push_back(peak.mz);
      centroid_intensity.push_back(static_cast<float>(peak.intensity));
    }
    from = extent.end;
  }
}

bool looks_like_profile(std::span<const double> mz, std::span<const float> intensity) noexcept {
  constexpr double widest_sampling_th = 0.12;  // of an ion trap's profile
  constexpr double evenness = 1.25;            // between neighbouring spacings
  constexpr std::size_t fewest_points = 20;
  std::size_t points = 0;
  std::size_t sampled = 0;
  for (std::size_t i = 1; i + 1 < mz.size(); ++i) {
    if (!(intensity[i] > 0.0F)) {
      continue;
    }
    ++points;
    const double left = mz[i] - mz[i - 1];
    const double right = mz[i + 1] - mz[i];
    if (std::max(left, right) <= std::min(widest_sampling_th, evenness * std::min(left, right))) {
      ++sampled;
    }
  }
  return points >= fewest_points && sampled * 2 > points;
}

bool is_profile(const Spectrum& spectrum) noexcept {
  return spectrum.representation == Representation::profile ||
         (spectrum.representation == Representation::unknown && looks_like_profile(spectrum.mz, spectrum.intensity));
}

}  // namespace massa::signal
