// SPDX-License-Identifier: BSL-1.0
#include "assigned_options.hpp"
#include <ringtrial/simulate/bootstrap.hpp>
#include <ringtrial/simulate/breakdown.hpp>
#include <ringtrial/simulate/design.hpp>
#include <ringtrial/simulate/efficiency.hpp>
#include <ringtrial/simulate/signals.hpp>
#include <ringtrial/simulate/uncertainty.hpp>

#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace py = pybind11;
namespace assigned = ringtrial::assigned;
namespace robust = ringtrial::robust;
namespace simulate = ringtrial::simulate;
using namespace ringtrial::python;

namespace {

// --- arguments ----------------------------------------------------------------------------

/// One of the names of an enumeration, the first of which has the code 0.
template <class E>
E read_named(py::handle value, const char* function, const char* argument) {
  const auto text = as_text(value);
  std::string allowed;
  for (std::uint8_t code = 0;; ++code) {
    const auto known = name(static_cast<E>(code));
    if (known == "unknown") break;
    if (text && *text == known) return static_cast<E>(code);
    allowed += (allowed.empty() ? "'" : ", '") + std::string(known) + "'";
  }
  if (text) reject_value(function, argument, value, "one of " + allowed);
  reject_type(function, argument, value, "one of " + allowed);
}

/// The options of one statistic; one that it does not have is a ValueError.
simulate::statistic read_statistic(py::handle estimator, py::handle options,
                                   const char* function) {
  using e = simulate::estimator;
  simulate::statistic s{.estimator = read_named<e>(estimator, function, "estimator")};
  const keywords given(options, function);
  const auto known = [&](std::initializer_list<std::string_view> names) {
    given.require_known(name(s.estimator), names);
  };
  switch (s.estimator) {
    case e::mean:
    case e::sd:
    case e::median:
    case e::q_method:
      known({});
      break;
    case e::mad:
      known({"factor"});
      given.number("factor", s.factor);
      break;
    case e::niqr:
      known({"factor", "quartiles"});
      given.number("factor", s.factor);
      read_quartiles(s, given);
      break;
    case e::qn:
    case e::sn:
      known({"finite_sample"});
      given.with("finite_sample", [&](py::handle value, const char*) {
        s.finite_sample = read_small_sample(value, function);
      });
      break;
    case e::biweight:
    case e::biweight_scale:
      known({"c"});
      given.number("c", s.c);
      break;
    case e::tau_scale:
      known({"c1", "c2"});
      given.number("c1", s.c1);
      given.number("c2", s.c2);
      break;
    case e::algorithm_a:
    case e::algorithm_a_scale:
      known({"k", "correction", "stopping", "max_iterations"});
      read_algorithm_a(s, given);
      break;
    case e::algorithm_s:
      known({"df", "kind"});
      given.number("df", s.df);
      given.with("kind", [&](py::handle value, const char*) {
        s.kind = read_choice<robust::spread_kind>(
            value, function, "kind",
            {{"sd", robust::spread_kind::sd}, {"range", robust::spread_kind::range}});
      });
      break;
    case e::huber:
      known({"scale", "k"});
      given.number("scale", s.scale);
      given.number("k", s.k);
      break;
    case e::hampel:
      known({"scale", "a", "b", "c"});
      given.number("scale", s.scale);
      read_hampel(s, given);
      break;
    case e::q_hampel:
    case e::q_hampel_scale:
      known({"a", "b", "c"});
      read_hampel(s, given);
  }
  return s;
}

/// From the fields of ringtrial.simulate.Population, or the name of a shape alone.
simulate::population read_population(py::handle given, const char* function) {
  using simulate::shape;
  simulate::population p;
  if (as_text(given)) {
    p.shape = read_named<shape>(given, function, "population");
    return p;
  }
  if (!py::hasattr(given, "gross_share"))
    reject_type(function, "population", given, "a population or the name of a shape");
  const auto number = [&](const char* field, double& to) {
    to = read_number(given.attr(field), function, field);
  };
  p.shape = read_named<shape>(given.attr("shape"), function, "shape");
  number("centre", p.centre);
  number("sd", p.sd);
  number("df", p.df);
  number("skewness", p.skewness);
  number("separation", p.separation);
  number("share", p.share);
  number("gross_share", p.gross_share);
  number("gross_shift", p.gross_shift);
  number("gross_scale", p.gross_scale);
  number("method_share", p.method_share);
  number("method_bias", p.method_bias);
  number("repeatability", p.repeatability);
  p.replicates = read_count(given.attr("replicates"), function, "replicates");
  number("rounding", p.rounding);
  simulate::require_population(function, p);
  return p;
}

/// How x_pt comes from a round.
assigned::from_participants_options read_assigned(py::handle estimator, py::handle factor,
                                                  py::handle options,
                                                  const char* function) {
  assigned::from_participants_options o{
      .estimator = read_estimator(estimator, function),
      .factor = read_optional(factor, function, "factor")};
  const keywords given(options, function);
  if (given.lab())
    reject_value(function, "lab", py::str("lab"), "left out: a laboratory is one result");
  read_estimator_options(o, given);
  return o;
}

std::vector<double> read_list(py::handle value, const char* function, const char* name) {
  const auto read = read_doubles_nd(value, function, name);
  if (read.array().ndim() > 1) reject_dimensions(read.array(), function, name, "1");
  return {read.span().begin(), read.span().end()};
}

// --- results ------------------------------------------------------------------------------

template <class E>
py::list to_names(const std::vector<E>& values) {
  py::list names;
  for (const E e : values) names.append(name(e));
  return names;
}

/// rows × columns without a copy.
py::array_t<double> to_table(std::vector<double> values, std::size_t columns) {
  const auto width = static_cast<py::ssize_t>(columns);
  const auto rows = columns == 0 ? 0 : static_cast<py::ssize_t>(values.size()) / width;
  return to_array(std::move(values)).reshape({rows, width});
}

[[noreturn]] void reject_memory(const char* function, const std::string& what) {
  PyErr_SetString(PyExc_MemoryError,
                  (std::string(function) + ": out of memory for " + what).c_str());
  throw py::error_already_set();
}

/// f() without the GIL.
template <class F>
auto unlocked(F f) {
  const py::gil_scoped_release release;
  return f();
}

/// The same; where memory does not suffice the error says for what.
template <class F>
auto unlocked(const char* function, const std::string& what, F f) {
  try {
    return unlocked(f);
  } catch (const std::bad_alloc&) {
  } catch (const std::length_error&) {  // more than any vector holds
  }
  reject_memory(function, what);
}

/// Room for rounds × laboratories.
py::array_t<double> room_for(std::size_t rounds, std::size_t laboratories,
                             const char* function) {
  constexpr std::size_t most = std::size_t{1} << 48;
  if (laboratories == 0 || rounds <= most / laboratories) try {
      return py::array_t<double>({rounds, laboratories});
    } catch (const py::error_already_set& error) {
      if (!error.matches(PyExc_MemoryError)) throw;
    }
  reject_memory(function, std::to_string(rounds) + " rounds of " +
                              std::to_string(laboratories) + " laboratories");
}

// --- functions ----------------------------------------------------------------------------

py::tuple bootstrap(py::handle x, py::handle estimator, py::handle resamples,
                    py::handle confidence, py::handle method, py::handle seed,
                    py::handle options) {
  constexpr auto function = "bootstrap";
  const simulate::bootstrap_options o{
      .statistic = read_statistic(estimator, options, function),
      .resamples = read_count(resamples, function, "resamples"),
      .confidence = read_number(confidence, function, "confidence"),
      .method = read_named<simulate::interval_method>(method, function, "method"),
      .seed = read_count(seed, function, "seed")};
  const auto sample = read_doubles(x, function, "x");
  auto r = unlocked(function, std::to_string(o.resamples) + " resamples",
                    [&] { return simulate::bootstrap(sample.span(), o); });
  return py::make_tuple(r.estimate, r.standard_error, r.bias, r.lower, r.upper,
                        r.bias_correction, r.acceleration,
                        to_array(std::move(r.distribution)), name(r.estimator),
                        name(r.method), r.n, static_cast<int>(r.status));
}

double total_sd(py::handle population) {
  return read_population(population, "population").total_sd();
}

py::array_t<double> draw(py::handle population, py::handle laboratories,
                         py::handle rounds, py::handle seed, py::handle first) {
  constexpr auto function = "draw";
  const auto from = read_population(population, function);
  const simulate::draw_options o{
      .laboratories = read_count(laboratories, function, "laboratories"),
      .seed = read_count(seed, function, "seed"),
      .first = read_count(first, function, "first")};
  const std::size_t count = read_count(rounds, function, "rounds");
  auto out = room_for(count, o.laboratories, function);
  const std::span to(out.mutable_data(), count * o.laboratories);
  unlocked([&] {
    simulate::draw(from, o, to);
    return 0;
  });
  return out;
}

py::tuple efficiency(py::handle laboratories, py::handle population,
                     py::handle estimators, py::handle rounds, py::handle seed) {
  constexpr auto function = "efficiency";
  simulate::efficiency_options o{.population = read_population(population, function),
                                 .statistics = {},
                                 .rounds = read_count(rounds, function, "rounds"),
                                 .seed = read_count(seed, function, "seed")};
  for (const py::handle item : read_items(estimators, function, "estimators")) {
    const bool pair = py::isinstance<py::tuple>(item) && py::len(item) == 2;
    const auto parts =
        pair ? py::reinterpret_borrow<py::tuple>(item) : py::make_tuple(item, py::none());
    o.statistics.push_back(read_statistic(parts[0], parts[1], function));
  }
  const auto n = read_counts(laboratories, function, "laboratories");
  auto r = unlocked([&] { return simulate::efficiency(n.values, o); });
  return py::make_tuple(
      to_array(r.laboratories), to_names(r.estimator), to_array(std::move(r.mean)),
      to_array(std::move(r.bias)), to_array(std::move(r.sd)), to_array(std::move(r.rmse)),
      to_array(std::move(r.efficiency)), to_array(std::move(r.bias_error)),
      to_array(std::move(r.efficiency_error)), to_array(r.failed), r.rounds);
}

py::tuple breakdown(py::handle estimator, py::handle population, py::handle laboratories,
                    py::handle positions, py::handle most_wrong, py::handle rounds,
                    py::handle seed, py::handle options) {
  constexpr auto function = "breakdown";
  simulate::breakdown_options o{
      .population = read_population(population, function),
      .statistic = read_statistic(estimator, options, function),
      .laboratories = read_count(laboratories, function, "laboratories"),
      .rounds = read_count(rounds, function, "rounds"),
      .seed = read_count(seed, function, "seed")};
  if (!positions.is_none()) o.positions = read_list(positions, function, "positions");
  if (!most_wrong.is_none())
    o.most_wrong = read_count(most_wrong, function, "most_wrong");
  auto r = unlocked([&] { return simulate::breakdown(o); });
  const std::size_t columns = o.positions.size();
  return py::make_tuple(
      to_array(r.wrong), to_array(std::move(r.share)), to_array(std::move(r.max_bias)),
      to_array(std::move(r.worst_position)), to_array(std::move(o.positions)),
      to_table(std::move(r.bias), columns), r.breaks_at, name(r.estimator),
      r.laboratories, r.rounds);
}

py::tuple uncertainty(py::handle laboratories, py::handle population,
                      py::handle estimator, py::handle factor, py::handle k,
                      py::handle rounds, py::handle seed, py::handle options) {
  constexpr auto function = "uncertainty";
  const simulate::uncertainty_options o{
      .population = read_population(population, function),
      .assigned = read_assigned(estimator, factor, options, function),
      .k = read_number(k, function, "k"),
      .rounds = read_count(rounds, function, "rounds"),
      .seed = read_count(seed, function, "seed")};
  const auto n = read_counts(laboratories, function, "laboratories");
  auto r = unlocked([&] { return simulate::uncertainty(n.values, o); });
  return py::make_tuple(to_array(r.laboratories), to_array(std::move(r.bias)),
                        to_array(std::move(r.sd)), to_array(std::move(r.rmse)),
                        to_array(std::move(r.stated)), to_array(std::move(r.scale)),
                        to_array(std::move(r.sd_error)), to_array(std::move(r.ratio)),
                        to_array(std::move(r.factor)), to_array(std::move(r.coverage)),
                        name(r.estimator), r.rounds);
}

py::tuple signals(py::handle laboratories, py::handle bias, py::handle population,
                  py::handle estimator, py::handle factor, py::handle sigma_pt,
                  py::handle score, py::handle rounds, py::handle seed,
                  py::handle options) {
  constexpr auto function = "signals";
  simulate::signals_options o{
      .population = read_population(population, function),
      .assigned = std::nullopt,
      .sigma_pt = read_optional(sigma_pt, function, "sigma_pt"),
      .score = read_named<simulate::signal_score>(score, function, "score"),
      .rounds = read_count(rounds, function, "rounds"),
      .seed = read_count(seed, function, "seed")};
  if (!estimator.is_none())
    o.assigned = read_assigned(estimator, factor, options, function);
  else if (py::len(options) > 0)
    keywords(options, function).require_known("None", {});
  const auto n = read_counts(laboratories, function, "laboratories");
  const auto biases = read_list(bias, function, "bias");
  auto r = unlocked([&] { return simulate::signals(n.values, biases, o); });
  const py::object used = r.estimator
                              ? py::object(py::str(std::string(name(*r.estimator))))
                              : py::object(py::none());
  return py::make_tuple(
      to_array(r.laboratories), to_array(std::move(r.bias)),
      to_array(std::move(r.questionable)), to_array(std::move(r.unsatisfactory)),
      to_array(std::move(r.unsatisfactory_error)), to_array(std::move(r.z_prime)),
      to_array(std::move(r.not_scored)), used, name(r.score), r.rounds);
}

py::tuple design(py::handle population, py::handle estimator, py::handle factor,
                 py::handle sigma_pt, py::handle ratio, py::handle u,
                 py::handle laboratories, py::handle bias, py::handle most,
                 py::handle rounds, py::handle seed, py::handle options) {
  constexpr auto function = "design";
  const simulate::design_options o{
      .population = read_population(population, function),
      .assigned = read_assigned(estimator, factor, options, function),
      .sigma_pt = read_number(sigma_pt, function, "sigma_pt"),
      .ratio = read_number(ratio, function, "ratio"),
      .u = read_optional(u, function, "u"),
      .laboratories = read_counts(laboratories, function, "laboratories").values,
      .bias = read_list(bias, function, "bias"),
      .most = read_count(most, function, "most"),
      .rounds = read_count(rounds, function, "rounds"),
      .seed = read_count(seed, function, "seed")};
  auto r = unlocked([&] { return simulate::design(o); });
  const std::size_t columns = r.bias.size();
  return py::make_tuple(
      r.needed, r.needed_really, r.by_formula, r.goal, to_array(r.laboratories),
      to_array(std::move(r.u)), to_array(std::move(r.stated)),
      to_array(std::move(r.smallest_sigma_pt)), to_array(std::move(r.false_questionable)),
      to_array(std::move(r.false_unsatisfactory)), to_array(std::move(r.false_signals)),
      to_table(std::move(r.caught), columns), to_array(std::move(r.bias)), r.rounds,
      static_cast<int>(r.status));
}

}  // namespace

void bind_simulate(py::module_& core) {
  auto m = core.def_submodule("simulate");
  m.attr("estimators") = names_of<simulate::estimator>();
  m.attr("shapes") = names_of<simulate::shape>();
  m.def("bootstrap", &bootstrap);
  m.def("breakdown", &breakdown);
  m.def("design", &design);
  m.def("draw", &draw);
  m.def("efficiency", &efficiency);
  m.def("signals", &signals);
  m.def("total_sd", &total_sd);
  m.def("uncertainty", &uncertainty);
}
