// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "estimator_options.hpp"
#include <ringtrial/assigned/from_participants.hpp>

#include <optional>

/// The estimators of assigned values, read for from_participants and for simulations of it.
namespace ringtrial::python {

/// A number, or None for none.
[[nodiscard]] inline std::optional<double> read_optional(py::handle value,
                                                         const char* function,
                                                         const char* name) {
  if (value.is_none()) return std::nullopt;
  return read_number(value, function, name);
}

[[nodiscard]] inline assigned::estimator read_estimator(py::handle value,
                                                        const char* function) {
  using e = assigned::estimator;
  return read_choice<e>(value, function, "estimator",
                        {{"algorithm_a", e::algorithm_a},
                         {"q_hampel", e::q_hampel},
                         {"median_niqr", e::median_niqr},
                         {"median_mad", e::median_mad},
                         {"median_qn", e::median_qn},
                         {"biweight", e::biweight},
                         {"mean", e::mean}});
}

inline void read_estimator_options(assigned::from_participants_options& o,
                                   const keywords& given) {
  using e = assigned::estimator;
  const auto estimator = name(o.estimator);
  switch (o.estimator) {
    case e::algorithm_a:
      given.require_known(estimator, {"k", "correction", "stopping", "max_iterations"});
      return read_algorithm_a(o, given);
    case e::q_hampel:
      given.require_known(estimator, {"lab", "a", "b", "c"});
      return read_hampel(o, given);
    case e::median_niqr:
      given.require_known(estimator, {"quartiles"});
      return read_quartiles(o, given);
    case e::median_qn:
      given.require_known(estimator, {"finite_sample"});
      return read_finite_sample(o, given);
    case e::biweight:
      given.require_known(estimator, {"c"});
      return given.number("c", o.c);
    case e::median_mad:
    case e::mean:
      given.require_known(estimator, {});
  }
}

}  // namespace ringtrial::python
