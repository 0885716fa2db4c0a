// SPDX-License-Identifier: BSL-1.0
#include "qualitative_arguments.hpp"
#include <ringtrial/qualitative/chance_test.hpp>
#include <ringtrial/qualitative/code_agreement.hpp>
#include <ringtrial/qualitative/code_consensus.hpp>
#include <ringtrial/qualitative/consensus.hpp>
#include <ringtrial/qualitative/nominal_score.hpp>
#include <ringtrial/qualitative/ordinal_score.hpp>
#include <ringtrial/qualitative/ordinal_summary.hpp>
#include <ringtrial/qualitative/proportion.hpp>
#include <ringtrial/qualitative/ridit.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

void bind_qualitative_agreement(pybind11::module_& qualitative);
void bind_qualitative_counts(pybind11::module_& qualitative);
void bind_qualitative_detection(pybind11::module_& qualitative);

namespace {

using namespace ringtrial::python;

py::tuple proportion(py::handle count, py::handle n, py::handle confidence,
                     py::handle method) {
  constexpr auto function = "proportion";
  const auto chosen = read_method(method, function);
  const auto r = qualitative::proportion(
      read_count(count, function, "count"), read_count(n, function, "n"),
      {read_number(confidence, function, "confidence"), chosen});
  return to_tuple(r, chosen);
}

py::tuple chance_test(py::handle count, py::handle n, py::handle probability,
                      py::handle alternative) {
  constexpr auto function = "chance_test";
  using kind = qualitative::alternative;
  const auto chosen = read_choice<kind>(
      alternative, function, "alternative",
      {{"greater", kind::greater}, {"less", kind::less}, {"two_sided", kind::two_sided}});
  const auto r = qualitative::chance_test(
      read_count(count, function, "count"), read_count(n, function, "n"),
      read_number(probability, function, "probability"), {.alternative = chosen});
  return py::make_tuple(r.estimate, r.p_value, r.expected, r.n, code(r.status));
}

py::tuple consensus(const py::list& x, const py::list& categories, py::handle confidence,
                    py::handle method, py::handle required) {
  constexpr auto function = "consensus";
  auto r = qualitative::consensus(
      views(x), {.categories = strings(categories),
                 .confidence = read_number(confidence, function, "confidence"),
                 .method = read_method(method, function),
                 .required = read_number(required, function, "required")});
  return py::make_tuple(r.mode, r.count, r.agreement, r.lower, r.upper, r.categories,
                        to_array(r.counts), to_array(std::move(r.proportions)), r.n,
                        r.tied, r.variation_ratio, r.entropy, r.gini, r.p_chance,
                        r.reached, code(r.status));
}

py::tuple nominal_score(const py::list& x, py::handle assigned, const py::list& accepted,
                        const py::list& categories, const py::list& parts) {
  qualitative::nominal_score_options options{.accepted = strings(accepted)};
  const auto partial = strings(categories);
  for (std::size_t i = 0; i < partial.size(); ++i)
    options.partial.emplace_back(partial[i],
                                 read_number(parts[i], "nominal_score", "partial"));
  auto r = qualitative::nominal_score(views(x), as_text(assigned).value(), options);
  return py::make_tuple(to_array(std::move(r.correct)), to_array(std::move(r.score)),
                        names(r.signal), r.n, r.n_correct, r.proportion, r.lower, r.upper,
                        code(r.status));
}

py::tuple ordinal_score(const py::list& x, py::handle assigned, const py::list& levels,
                        py::handle tolerance, py::handle warning) {
  constexpr auto function = "ordinal_score";
  auto r = qualitative::ordinal_score(
      views(x), as_text(assigned).value(), views(levels),
      {.tolerance = read_count(tolerance, function, "tolerance"),
       .warning = read_count(warning, function, "warning")});
  return py::make_tuple(to_array(std::move(r.distance)), names(r.signal), r.n,
                        r.n_satisfactory, code(r.status));
}

py::tuple ordinal_summary(const py::list& x, const py::list& levels) {
  auto r = qualitative::ordinal_summary(views(x), views(levels));
  return py::make_tuple(r.levels, to_array(r.counts), to_array(std::move(r.proportions)),
                        to_array(std::move(r.cumulative)), r.median, r.median_low,
                        r.median_high, r.mode, r.mean_rank, r.dispersion, r.n,
                        code(r.status));
}

py::tuple ridit(const py::list& x, const py::list& levels, const py::list& reference) {
  auto r = qualitative::ridit(views(x), views(levels), views(reference));
  return py::make_tuple(to_array(std::move(r.ridit)), to_array(std::move(r.score)),
                        r.mean, r.standard_error, r.n, code(r.status));
}

std::vector<std::size_t> read_levels(py::handle levels, const char* function) {
  auto read = read_counts(levels, function, "levels");
  if (read.scalar)
    reject_value(function, "levels", levels, "a sequence of numbers of digits");
  return std::move(read.values);
}

py::tuple code_agreement(const py::list& codes, py::handle assigned, py::handle levels,
                         py::handle weights) {
  constexpr auto function = "code_agreement";
  qualitative::code_agreement_options options{.levels = read_levels(levels, function)};
  if (!weights.is_none()) {
    const auto given = read_doubles(weights, function, "weights");
    if (given.size() == 0) reject_value(function, "weights", weights, "one a level");
    options.weights.assign(given.span().begin(), given.span().end());
  }
  auto r = qualitative::code_agreement(views(codes), as_text(assigned).value(), options);
  return py::make_tuple(
      to_array(r.levels), to_array(std::move(r.agreement)), to_array(std::move(r.lower)),
      to_array(std::move(r.upper)), to_array(r.count), to_array(std::move(r.matched)),
      to_array(std::move(r.score)), names(r.signal), r.n, code(r.status));
}

py::tuple code_consensus(const py::list& codes, py::handle levels, py::handle required) {
  constexpr auto function = "code_consensus";
  auto r = qualitative::code_consensus(
      views(codes), {.levels = read_levels(levels, function),
                     .required = read_number(required, function, "required")});
  return py::make_tuple(r.code, r.digits, to_array(r.levels), r.prefix, to_array(r.count),
                        to_array(std::move(r.agreement)), to_array(std::move(r.lower)),
                        to_array(std::move(r.upper)), to_array(r.n), r.tied,
                        code(r.status));
}

}  // namespace

void bind_qualitative(py::module_& core) {
  auto m = core.def_submodule("qualitative");
  m.def("proportion", &proportion);
  m.def("chance_test", &chance_test);
  m.def("consensus", &consensus);
  m.def("nominal_score", &nominal_score);
  m.def("ordinal_score", &ordinal_score);
  m.def("ordinal_summary", &ordinal_summary);
  m.def("ridit", &ridit);
  m.def("code_agreement", &code_agreement);
  m.def("code_consensus", &code_consensus);
  bind_qualitative_agreement(m);
  bind_qualitative_counts(m);
  bind_qualitative_detection(m);
}
