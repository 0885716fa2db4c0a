// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "samples.hpp"
#include <ringtrial/robust/algorithm_a.hpp>
#include <ringtrial/robust/hampel.hpp>
#include <ringtrial/robust/niqr.hpp>
#include <ringtrial/robust/qn.hpp>

/// Options of the robust estimators, read for them and for the methods that pass them on.
namespace ringtrial::python {

/// True, False or the text "1993".
[[nodiscard]] inline robust::small_sample read_small_sample(py::handle value,
                                                            const char* function) {
  constexpr auto allowed = "True, False or '1993'";
  if (const auto text = as_text(value)) {
    if (*text == "1993") return robust::small_sample::published_1993;
    reject_value(function, "finite_sample", value, allowed);
  }
  if (!is_bool(value)) reject_type(function, "finite_sample", value, allowed);
  return read_bool(value, function, "finite_sample") ? robust::small_sample::refined
                                                     : robust::small_sample::none;
}

[[nodiscard]] inline robust::quartile_rule read_quartiles(py::handle value,
                                                          const char* function) {
  using rule = robust::quartile_rule;
  return read_choice<rule>(value, function, "quartiles",
                           {{"inclusive", rule::inclusive},
                            {"exclusive", rule::exclusive},
                            {"tukey", rule::tukey}});
}

[[nodiscard]] inline robust::stopping read_stopping(py::handle value,
                                                    const char* function) {
  using robust::stopping;
  return read_choice<stopping>(value, function, "stopping",
                               {{"fixed_point", stopping::fixed_point},
                                {"three_figures", stopping::three_figures}});
}

/// "printed", "exact" or a number.
[[nodiscard]] inline std::pair<robust::correction, double> read_correction(
    py::handle value, const char* function) {
  using robust::correction;
  const auto text = as_text(value);
  if (!text) return {correction::given, read_number(value, function, "correction")};
  if (*text == "printed") return {correction::printed, 0};
  if (*text == "exact") return {correction::exact, 0};
  reject_value(function, "correction", value, "'printed', 'exact' or a number");
}

/// The corners of Hampel's ψ.
struct corners {
  double a, b, c;
  corners(py::handle a_, py::handle b_, py::handle c_, const char* function)
      : a(read_number(a_, function, "a")),
        b(read_number(b_, function, "b")),
        c(read_number(c_, function, "c")) {}
  template <class T>
  [[nodiscard]] robust::hampel_options<T> as() const {
    return {static_cast<T>(a), static_cast<T>(b), static_cast<T>(c)};
  }
};

/// One label per value along the axis, or per value of ragged measurands, as codes.
class labels {
 public:
  labels(py::handle lab, const char* function)
      : function_(function), codes_(slow_path("codes")(lab, function, "lab")) {}

  void require_length(const samples& all) const {
    const auto got = static_cast<std::size_t>(codes_.size());
    if (got != all.length())
      ringtrial::detail::reject(
          std::string(function_) + ": lab has length " + std::to_string(got) +
          ", must have one label per value, " + std::to_string(all.length()));
  }
  /// Those of a sample of n values.
  [[nodiscard]] std::span<const std::int64_t> of(place at, std::size_t n) const {
    return {codes_.data() + at.first, n};
  }

 private:
  const char* function_;
  py::array_t<std::int64_t, py::array::c_style> codes_;
};

}  // namespace ringtrial::python
