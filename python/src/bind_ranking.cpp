// SPDX-License-Identifier: BSL-1.0
#include "arrays.hpp"
#include <ringtrial/ranking/adjust.hpp>
#include <ringtrial/ranking/combined.hpp>
#include <ringtrial/ranking/friedman.hpp>
#include <ringtrial/ranking/groups.hpp>
#include <ringtrial/ranking/rank.hpp>
#include <ringtrial/ranking/rank_intervals.hpp>
#include <ringtrial/ranking/strata.hpp>

#include <pybind11/stl.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace py = pybind11;
namespace ranking = ringtrial::ranking;
using namespace ringtrial::python;

namespace {

using table = ringtrial::row_view<const double>;

int code(ringtrial::outcome status) { return static_cast<int>(status); }

py::list codes(const std::vector<ringtrial::outcome>& statuses) {
  py::list all;
  for (const auto status : statuses) all.append(code(status));
  return all;
}

// Laboratories × measurands, in one block.
struct scores_table {
  doubles values;

  scores_table(py::handle scores, const char* function)
      : values(read_doubles_nd(scores, function, "scores")) {
    if (values.array().ndim() != 2)
      reject_dimensions(values.array(), function, "scores",
                        "2: laboratories, measurands");
  }
  [[nodiscard]] table view() const {
    const auto rows = static_cast<std::size_t>(values.array().shape(0)),
               cols = static_cast<std::size_t>(values.array().shape(1));
    return {values.span().data(), rows, cols, cols};
  }
};

std::vector<std::string> texts(const py::list& list) {
  std::vector<std::string> all;
  for (const auto item : list) all.emplace_back(as_text(item).value());
  return all;
}

// Names as a list of str (ringtrial.ranking has made it one); None: none given.
std::vector<std::string> read_names(py::handle lab, const char* function, table scores) {
  if (lab.is_none()) return {};
  auto names = texts(py::reinterpret_borrow<py::list>(lab));
  if (names.empty() && scores.rows > 0)  // C++ would take an empty list for none given
    ringtrial::detail::reject(std::string(function) +
                              ": lab has length 0, must have one name a row of scores, " +
                              std::to_string(scores.rows));
  return names;
}

template <std::size_t N>
std::array<double, N> read_numbers(py::handle value, const char* function,
                                   const char* name) {
  const auto read = read_doubles(value, function, name);
  if (read.size() != N)
    ringtrial::detail::reject(std::string(function) + ": " + name + " has length " +
                              std::to_string(read.size()) + ", must have " +
                              std::to_string(N));
  std::array<double, N> numbers;
  std::ranges::copy(read.span(), numbers.begin());
  return numbers;
}

ranking::criterion read_criterion(py::handle value, const char* function) {
  using ranking::criterion;
  return read_choice<criterion>(value, function, "criterion",
                                {{"mean_abs", criterion::mean_abs},
                                 {"median_abs", criterion::median_abs},
                                 {"rms", criterion::rms},
                                 {"abs_rsz", criterion::abs_rsz},
                                 {"ssz", criterion::ssz},
                                 {"points", criterion::points},
                                 {"mean_points", criterion::mean_points}});
}

ranking::ties read_ties(py::handle value, const char* function) {
  using ranking::ties;
  return read_choice<ties>(value, function, "ties",
                           {{"min", ties::min},
                            {"max", ties::max},
                            {"average", ties::average},
                            {"dense", ties::dense},
                            {"first", ties::first}});
}

// Over pairs: all but the false discovery rate.
ranking::adjustment read_adjust(py::handle value, const char* function) {
  using ranking::adjustment;
  return read_choice<adjustment>(value, function, "adjust",
                                 {{"holm", adjustment::holm},
                                  {"bonferroni", adjustment::bonferroni},
                                  {"none", adjustment::none}});
}

py::tuple combined(py::handle scores, py::handle lab, py::handle limits,
                   py::handle points) {
  constexpr auto function = "combined";
  const scores_table given(scores, function);
  auto r = ranking::combined(given.view(),
                             {.lab = read_names(lab, function, given.view()),
                              .limits = read_numbers<2>(limits, function, "limits"),
                              .points = read_numbers<3>(points, function, "points")});
  return py::make_tuple(r.lab, to_array(r.n), to_array(std::move(r.mean_abs)),
                        to_array(std::move(r.median_abs)), to_array(std::move(r.rms)),
                        to_array(std::move(r.rsz)), to_array(std::move(r.ssz)),
                        to_array(std::move(r.p_rsz)), to_array(std::move(r.p_ssz)),
                        to_array(std::move(r.points)), to_array(std::move(r.mean_points)),
                        to_array(r.n_satisfactory), to_array(r.n_questionable),
                        to_array(r.n_unsatisfactory), codes(r.status));
}

py::tuple rank(py::handle scores, py::handle lab, py::handle criterion, py::handle ties,
               py::handle min_scores, py::handle points, py::handle limits,
               py::handle tie_tolerance) {
  constexpr auto function = "rank";
  const scores_table given(scores, function);
  auto r = ranking::rank(
      given.view(),
      {.lab = read_names(lab, function, given.view()),
       .criterion = read_criterion(criterion, function),
       .ties = read_ties(ties, function),
       .min_scores = read_count(min_scores, function, "min_scores"),
       .points = read_numbers<3>(points, function, "points"),
       .limits = read_numbers<2>(limits, function, "limits"),
       .tie_tolerance = read_number(tie_tolerance, function, "tie_tolerance")});
  return py::make_tuple(r.lab, to_array(std::move(r.statistic)),
                        to_array(std::move(r.rank)), to_array(r.order), to_array(r.n),
                        r.n_ranked, name(r.criterion), codes(r.status));
}

py::tuple rank_intervals(py::handle scores, py::handle lab, py::handle criterion,
                         py::handle confidence, py::handle replicates, py::handle seed,
                         py::handle ties, py::handle min_scores) {
  constexpr auto function = "rank_intervals";
  const scores_table given(scores, function);
  const ranking::rank_intervals_options options{
      .lab = read_names(lab, function, given.view()),
      .criterion = read_criterion(criterion, function),
      .confidence = read_number(confidence, function, "confidence"),
      .replicates = read_count(replicates, function, "replicates"),
      .seed = read_count(seed, function, "seed"),
      .ties = read_ties(ties, function),
      .min_scores = read_count(min_scores, function, "min_scores")};
  ranking::rank_intervals_result r;
  {
    const py::gil_scoped_release unlocked;
    r = ranking::rank_intervals(given.view(), options);
  }
  return py::make_tuple(r.lab, to_array(std::move(r.rank)), to_array(std::move(r.lower)),
                        to_array(std::move(r.upper)), to_array(std::move(r.mean_rank)),
                        to_array(std::move(r.probability_best)),
                        to_array(std::move(r.probability_top)), r.n_ranked,
                        codes(r.status));
}

py::tuple groups(py::handle scores, py::handle lab, py::handle criterion,
                 py::handle alpha, py::handle adjust) {
  constexpr auto function = "groups";
  using by = ranking::criterion;
  const scores_table given(scores, function);
  const ranking::groups_options options{
      .lab = read_names(lab, function, given.view()),
      .criterion = read_choice<by>(criterion, function, "criterion",
                                   {{"mean_abs", by::mean_abs},
                                    {"rms", by::rms},
                                    {"ssz", by::ssz},
                                    {"points", by::points},
                                    {"mean_points", by::mean_points}}),
      .alpha = read_number(alpha, function, "alpha"),
      .adjust = read_adjust(adjust, function)};
  ranking::groups_result r;
  {
    const py::gil_scoped_release unlocked;
    r = ranking::groups(given.view(), options);
  }
  const auto square = py::make_tuple(r.lab.size(), r.lab.size());
  return py::make_tuple(r.lab, to_array(r.order), to_array(std::move(r.statistic)),
                        r.letters, r.groups,
                        to_array(std::move(r.p_value)).attr("reshape")(square),
                        to_array(r.n_common).attr("reshape")(square), code(r.status));
}

py::tuple friedman(py::handle scores) {
  const scores_table given(scores, "friedman");
  auto r = ranking::friedman(given.view());
  return py::make_tuple(r.statistic, r.df, r.p_value, r.kendall_w,
                        to_array(std::move(r.mean_rank)), r.n_labs, r.n_measurands,
                        code(r.status));
}

py::tuple strata(py::handle x, const py::list& stratum, py::handle method,
                 py::handle adjust, py::handle alpha) {
  constexpr auto function = "strata";
  using ranking::strata_method;
  const ranking::strata_options options{
      .method =
          read_choice<strata_method>(method, function, "method",
                                     {{"kruskal_wallis", strata_method::kruskal_wallis},
                                      {"welch", strata_method::welch}}),
      .adjust = read_adjust(adjust, function),
      .alpha = read_number(alpha, function, "alpha")};
  std::vector<std::string_view> labels;
  for (const auto item : stratum) labels.push_back(as_text(item).value());
  auto r = ranking::strata(read_doubles(x, function, "x").span(), labels, options);
  py::list pairs;
  for (const auto& p : r.pairs)
    pairs.append(py::make_tuple(p.a, p.b, p.difference, p.statistic, p.df, p.p_value,
                                p.p_adjusted, p.different));
  return py::make_tuple(r.statistic, r.df, r.df2, r.p_value, r.stratum, to_array(r.n),
                        to_array(std::move(r.location)), to_array(std::move(r.scale)),
                        pairs, name(r.method), r.n_total, code(r.status));
}

py::array adjust(py::handle p, py::handle method) {
  constexpr auto function = "adjust";
  using ranking::adjustment;
  const auto chosen = read_choice<adjustment>(method, function, "method",
                                              {{"holm", adjustment::holm},
                                               {"bonferroni", adjustment::bonferroni},
                                               {"bh", adjustment::bh},
                                               {"none", adjustment::none}});
  return to_array(ranking::adjust(read_doubles(p, function, "p").span(), chosen));
}

}  // namespace

void bind_ranking(py::module_& core) {
  auto m = core.def_submodule("ranking");
  m.def("combined", &combined);
  m.def("rank", &rank);
  m.def("rank_intervals", &rank_intervals);
  m.def("groups", &groups);
  m.def("friedman", &friedman);
  m.def("strata", &strata);
  m.def("adjust", &adjust);
}
