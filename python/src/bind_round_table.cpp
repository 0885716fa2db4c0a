// SPDX-License-Identifier: BSL-1.0
#include "round_options.hpp"
#include "samples.hpp"
#include <ringtrial/batch/evaluate.hpp>
#include <ringtrial/round/scale.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace batch = ringtrial::batch;
namespace round_ = ringtrial::round;
using namespace ringtrial::python;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// One entry a result, in the shape of the table and lying in memory as it does.
template <class T>
class results_array {
 public:
  results_array(const samples& x, bool by_measurand, T outside)
      : array_(shape_of(x, by_measurand)),
        transposed_(x.ragged() ? false : by_measurand == (x.axis() == 0)) {
    if (x.ragged()) std::fill_n(array_.mutable_data(), array_.size(), outside);
  }
  [[nodiscard]] T* data() { return array_.mutable_data(); }
  [[nodiscard]] py::object python() const {
    return transposed_ ? py::object(array_.attr("T")) : py::object(array_);
  }

 private:
  static std::vector<py::ssize_t> shape_of(const samples& x, bool by_measurand) {
    const auto p = static_cast<py::ssize_t>(x.length()),
               m = static_cast<py::ssize_t>(x.count());
    if (x.ragged()) return {p};
    return by_measurand ? std::vector{m, p} : std::vector{p, m};
  }
  py::array_t<T> array_;
  bool transposed_;
};

/// A column of numbers or codes, one entry a measurand.
template <class T, class F>
py::array_t<T> column(std::span<const batch::measurand_summary> measurands, F f) {
  py::array_t<T> values(static_cast<py::ssize_t>(measurands.size()));
  std::ranges::transform(measurands, values.mutable_data(),
                         [&](const auto& s) { return static_cast<T>(f(s)); });
  return values;
}

py::dict columns_of(std::span<const batch::measurand_summary> all,
                    const round_::measurand_options& o) {
  using s = const batch::measurand_summary&;
  const auto ratio = [](s m) {
    return m.target.sigma_pt > 0 ? m.assigned.u_pt / m.target.sigma_pt : nan;
  };
  py::dict d;
  d["n_reported"] = column<std::int64_t>(all, [](s m) { return m.n_reported; });
  d["n_used"] = column<std::int64_t>(all, [](s m) { return m.statistics.n; });
  d["n_excluded"] = column<std::int64_t>(all, [](s m) { return m.n_excluded; });
  d["assigned_value"] = column<double>(
      all, [&](s m) { return round_::back_transformed(o.transform, m.assigned.x_pt); });
  d["assigned_u"] = column<double>(all, [](s m) { return m.assigned.u_pt; });
  d["sigma_pt"] = column<double>(all, [](s m) { return m.target.sigma_pt; });
  d["u_ratio"] = column<double>(all, ratio);
  d["verdict_score"] = column<std::uint8_t>(
      all, [](s m) { return m.plan.verdict ? static_cast<int>(*m.plan.verdict) : 7; });
  d["status"] = column<std::uint8_t>(all, [](s m) { return m.status(); });
  const auto figure = [&](double round_::statistics::*f) {
    return column<double>(all, [f](s m) { return m.statistics.*f; });
  };
  d["robust_mean"] = figure(&round_::statistics::robust_mean);
  d["robust_sd"] = figure(&round_::statistics::robust_sd);
  d["median"] = figure(&round_::statistics::median);
  d["mad"] = figure(&round_::statistics::mad);
  d["niqr"] = figure(&round_::statistics::niqr);
  d["mean"] = figure(&round_::statistics::mean);
  d["sd"] = figure(&round_::statistics::sd);
  d["minimum"] = figure(&round_::statistics::minimum);
  d["maximum"] = figure(&round_::statistics::maximum);
  return d;
}

/// (measurand, code, laboratory or -1, numbers), one entry a finding.
py::tuple columns_of(const std::vector<batch::measurand_finding>& findings) {
  const auto n = static_cast<py::ssize_t>(findings.size());
  py::array_t<std::int64_t> measurand(n), laboratory(n);
  py::array_t<std::uint8_t> code(n);
  py::array_t<double> numbers({n, py::ssize_t{4}});
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const auto& f = findings[i];
    measurand.mutable_data()[i] = static_cast<std::int64_t>(f.measurand);
    laboratory.mutable_data()[i] = f.laboratory;
    code.mutable_data()[i] = static_cast<std::uint8_t>(f.code);
    std::ranges::copy(f.numbers, numbers.mutable_data() + 4 * i);
  }
  return py::make_tuple(measurand, code, laboratory, numbers);
}

/// f(table) of the values, which are float32 or float64.
template <class F>
auto with_table(const samples& x, F f) {
  const auto run = [&]<class T>(T) {
    std::optional<decltype(f(batch::table<T>{}))> result;
    x.each_table<T>([&](std::size_t, const batch::table<T>& t) { result = f(t); });
    return result ? std::move(*result) : f(batch::table<T>{});
  };
  return is_single(x.values()) ? run(float{}) : run(double{});
}

/// A table of uncertainties, None or of the shape of the results.
class stated {
 public:
  stated(py::handle u, const samples& x, cut by, const char* name) {
    if (u.is_none()) return;
    auto read = read_real(u, evaluating, name);
    if (is_single(read)) read = py::array_t<double>(read);
    const auto& values = x.values();
    if (read.ndim() != values.ndim() ||
        !std::equal(read.shape(), read.shape() + read.ndim(), values.shape()))
      reject_value(evaluating, name, u, "of the shape of the results");
    samples_.emplace(read_samples(read, by, evaluating, name));
  }
  [[nodiscard]] batch::table<double> table() const {
    batch::table<double> seen;
    if (samples_)
      samples_->each_table<double>([&](std::size_t, const auto& t) { seen = t; });
    return seen;
  }

 private:
  std::optional<samples> samples_;
};

py::tuple evaluate_table(py::handle results, py::handle axis, py::handle offsets,
                         py::handle u, py::handle U, py::handle k,
                         const py::dict& options, bool review) {
  const cut by{axis, offsets};
  const auto x = read_samples(results, by, evaluating, "results");
  const auto o = read_measurand({options, evaluating});
  const stated own_u(u, x, by, "u"), own_U(U, x, by, "U"), own_k(k, x, by, "k");
  const batch::uncertainty_tables tables{own_u.table(), own_U.table(), own_k.table()};
  const auto given =
      round_::possible_scores(o, tables.u.data != nullptr || tables.U.data != nullptr);
  const bool by_measurand =
      with_table(x, [](const auto& t) { return batch::lies_by_measurand(t); });
  const auto run = [&] {
    results_array<std::uint8_t> signal(
        x, by_measurand, static_cast<std::uint8_t>(round_::signal::not_reported)),
        reason(x, by_measurand, static_cast<std::uint8_t>(round_::reason::not_reported)),
        use(x, by_measurand, static_cast<std::uint8_t>(round_::use::not_reported));
    std::vector<results_array<double>> scores;
    for (const bool is_given : given)
      if (is_given) scores.emplace_back(x, by_measurand, nan);
    std::vector<batch::measurand_summary> measurands(x.count());
    std::vector<batch::measurand_finding> findings;
    {
      const auto [begin, n] = x.extent();
      const auto of = [&](auto& array, auto e) {
        return std::span(reinterpret_cast<decltype(e)*>(array.data() + begin), n);
      };
      batch::evaluation_columns out{.measurands = measurands,
                                    .signal = of(signal, round_::signal{}),
                                    .reason = of(reason, round_::reason{}),
                                    .use = of(use, round_::use{})};
      for (std::size_t s = 0, next = 0; s < given.size(); ++s)
        if (given[s]) out.scores[s] = {scores[next++].data() + begin, n};
      const py::gil_scoped_release unlocked;
      findings = with_table(x, [&](const auto& t) {
        return batch::evaluate(t, o, out, tables, {.review = review});
      });
    }
    py::dict by_score;
    for (std::size_t s = 0, next = 0; s < given.size(); ++s)
      if (given[s]) by_score[py::str(score_names[s].text)] = scores[next++].python();
    return py::make_tuple(columns_of(measurands, o), by_score, signal.python(),
                          reason.python(), use.python(), columns_of(findings));
  };
  return within_memory(evaluating, x.values(), run);
}

/// (axis, laboratories, measurands, offsets): axis or offsets None; laboratories of a ragged table are
/// its values.
py::tuple table_shape(py::handle results, py::handle axis, py::handle offsets) {
  const cut by{axis, offsets};
  if (offsets.is_none()) {
    const auto values = read_real(results, evaluating, "results");
    if (values.ndim() != 2)
      reject_dimensions(values, evaluating, "results", "2, or 1 with offsets");
  }
  const auto x = read_samples(results, by, evaluating, "results");
  if (!x.ragged()) return py::make_tuple(x.axis(), x.length(), x.count(), py::none());
  const auto& bounds = x.offsets();
  return py::make_tuple(
      py::none(), x.length(), x.count(),
      to_array(std::vector<std::int64_t>(bounds.begin(), bounds.end())));
}

}  // namespace

void bind_round_table(py::module_& round) {
  round.def("table_shape", &table_shape);
  round.def("evaluate_table", &evaluate_table);
}
