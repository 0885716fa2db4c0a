// SPDX-License-Identifier: BSL-1.0
#include "qualitative_arguments.hpp"
#include <ringtrial/qualitative/diagnostic.hpp>
#include <ringtrial/qualitative/dpod.hpp>
#include <ringtrial/qualitative/lod.hpp>
#include <ringtrial/qualitative/lod_spearman_karber.hpp>
#include <ringtrial/qualitative/pod.hpp>
#include <ringtrial/qualitative/pod_collaborative.hpp>

#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace {

using namespace ringtrial::python;

std::vector<std::size_t> read_count_list(py::handle values, const char* function,
                                         const char* name) {
  auto read = read_counts(values, function, name);
  if (read.scalar) reject_value(function, name, values, "a sequence of counts");
  return std::move(read.values);
}

py::tuple diagnostic(py::handle tp, py::handle fp, py::handle fn, py::handle tn,
                     py::handle confidence, py::handle method) {
  constexpr auto function = "diagnostic";
  const auto chosen = read_method(method, function);
  const auto r = qualitative::diagnostic(
      read_count(tp, function, "tp"), read_count(fp, function, "fp"),
      read_count(fn, function, "fn"), read_count(tn, function, "tn"),
      {read_number(confidence, function, "confidence"), chosen});
  const auto share = [&](const auto& p) { return to_tuple(p, chosen); };
  return py::make_tuple(share(r.sensitivity), share(r.specificity), share(r.accuracy),
                        share(r.false_positive_rate), share(r.false_negative_rate),
                        share(r.positive_predictive_value),
                        share(r.negative_predictive_value), r.youden_index,
                        r.likelihood_ratio_positive, r.likelihood_ratio_negative,
                        r.odds_ratio, r.kappa, r.mcc, r.n, code(r.status));
}

py::tuple pod(py::handle positive, py::handle n, py::handle level,
              py::handle confidence) {
  constexpr auto function = "pod";
  const auto tests = read_count_list(n, function, "n");
  qualitative::pod_options options{.confidence =
                                       read_number(confidence, function, "confidence")};
  if (!level.is_none()) {
    const auto given = read_doubles(level, function, "level");
    if (given.size() == 0 && !tests.empty())
      reject_value(function, "level", level, "one an entry, or None");
    options.level.assign(given.span().begin(), given.span().end());
  }
  auto r =
      qualitative::pod(read_count_list(positive, function, "positive"), tests, options);
  return py::make_tuple(to_array(std::move(r.level)), to_array(std::move(r.pod)),
                        to_array(std::move(r.lower)), to_array(std::move(r.upper)),
                        to_array(r.n), to_array(r.positive), code(r.status));
}

py::tuple dpod(py::handle positive_a, py::handle n_a, py::handle positive_b,
               py::handle n_b, py::handle confidence) {
  constexpr auto function = "dpod";
  const auto r = qualitative::dpod(
      read_count(positive_a, function, "positive_a"), read_count(n_a, function, "n_a"),
      read_count(positive_b, function, "positive_b"), read_count(n_b, function, "n_b"),
      {read_number(confidence, function, "confidence")});
  return py::make_tuple(r.difference, r.lower, r.upper, r.pod_a, r.pod_b, code(r.status));
}

py::tuple to_tuple(const qualitative::lod_result& r) {
  return py::make_tuple(r.lod, r.lower, r.upper, r.probability, r.log_f0,
                        r.standard_error, r.slope, r.standard_error_slope, r.deviance,
                        r.df, r.iterations, code(r.status));
}

/// NaN asks C++ to estimate the slope: in Python only None does.
double read_slope(py::handle slope) {
  if (slope.is_none()) return std::nan("");
  const double given = read_number(slope, "lod", "slope");
  if (std::isnan(given))
    reject_value("lod", "slope", slope, "finite and positive, or None to estimate it");
  return given;
}

py::tuple lod(py::handle level, py::handle positive, py::handle n, py::handle probability,
              py::handle slope, py::handle confidence, py::handle max_iterations) {
  constexpr auto function = "lod";
  return to_tuple(qualitative::lod(
      read_doubles(level, function, "level").span(),
      read_count_list(positive, function, "positive"), read_count_list(n, function, "n"),
      {read_number(probability, function, "probability"), read_slope(slope),
       read_number(confidence, function, "confidence"),
       read_limit(max_iterations, function, "max_iterations")}));
}

py::tuple lod_spearman_karber(py::handle level, py::handle positive, py::handle n,
                              py::handle confidence) {
  constexpr auto function = "lod_spearman_karber";
  return to_tuple(qualitative::lod_spearman_karber(
      read_doubles(level, function, "level").span(),
      read_count_list(positive, function, "positive"), read_count_list(n, function, "n"),
      read_number(confidence, function, "confidence")));
}

py::tuple pod_collaborative(py::handle positive, py::handle n) {
  constexpr auto function = "pod_collaborative";
  const auto r = qualitative::pod_collaborative(
      read_count_list(positive, function, "positive"), read_count_list(n, function, "n"));
  return py::make_tuple(r.lpod, r.s_r, r.s_L, r.s_R, r.p_homogeneity, r.lower, r.upper,
                        r.p, code(r.status));
}

}  // namespace

void bind_qualitative_detection(py::module_& m) {
  m.def("diagnostic", &diagnostic);
  m.def("pod", &pod);
  m.def("dpod", &dpod);
  m.def("lod", &lod);
  m.def("lod_spearman_karber", &lod_spearman_karber);
  m.def("pod_collaborative", &pod_collaborative);
}
