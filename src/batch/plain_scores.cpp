// SPDX-License-Identifier: BSL-1.0
#include "plain_scores.hpp"

#include "sorted_columns.hpp"
#include "workspace.hpp"
#include <ringtrial/batch/detail/chunks.hpp>
#include <ringtrial/batch/z.hpp>
#include <ringtrial/scores/difference.hpp>
#include <ringtrial/scores/e_n.hpp>
#include <ringtrial/scores/percent_allowance.hpp>
#include <ringtrial/scores/z_prime.hpp>
#include <ringtrial/scores/zeta.hpp>

#include <algorithm>
#include <cmath>

namespace ringtrial::batch {

using round::reason;
using round::score;
namespace det = ringtrial::detail;

namespace {

constexpr std::size_t at(score s) noexcept { return static_cast<std::size_t>(s); }
constexpr double none = det::not_a_number;

/// So many results side by side; of the two zeros 0, as the mean of replicates has it.
[[nodiscard]] const double* side_by_side(const double* from, std::ptrdiff_t stride,
                                         std::size_t n) {
  struct results;
  double* to = workspace<results, double>(n);
  if (stride == 1)
    for (std::size_t k = 0; k < n; ++k) to[k] = from[k] + 0.0;
  else
    for (std::size_t k = 0; k < n; ++k)
      to[k] = from[static_cast<std::ptrdiff_t>(k) * stride] + 0.0;
  return to;
}

template <class F>
void fill(double* out, std::size_t n, F f) {
  for (std::size_t k = 0; k < n; ++k) out[k] = det::finished<double>(f(k));
}

}  // namespace

plain_scores::plain_scores(const round::measurand_options& options,
                           std::size_t measurands)
    : options_(options) {
  const auto possible = round::possible_scores(options, false);
  for (std::size_t s = 0; s < signal_.size(); ++s)
    if (possible[s])
      signal_[s].emplace(round::signal_rule(static_cast<score>(s), options.scoring));
  all_.resize(measurands);
}

template <class F>
void plain_scores::references::each_column(const references& other, F f) {
  f(difference, other.difference);
  f(percent, other.percent);
  f(allowance, other.allowance);
  f(z, other.z);
  f(z_prime, other.z_prime);
  f(zeta, other.zeta);
  f(e_n, other.e_n);
  f(x_pt, other.x_pt);
  f(u_pt, other.u_pt);
  f(verdict, other.verdict);
  f(missing, other.missing);
  f(unsigned_by, other.unsigned_by);
}

void plain_scores::references::resize(std::size_t n) {
  each_column(*this, [n](auto& column, const auto&) { column.resize(n); });
}

void plain_scores::references::fill(const references& all, std::size_t j, std::size_t n) {
  if (x_pt.size() < n) resize(n);
  each_column(all, [j, n](auto& column, const auto& from) {
    std::fill_n(column.begin(), n, from[j]);
  });
}

void plain_scores::set(std::size_t j, const round::summary& s) {
  const auto to = round::references_of(s.assigned, s.target, options_);
  const auto given = [&](score which, double value) {
    return s.plan.has(which) ? value : none;
  };
  all_.x_pt[j] = to.x_pt;
  all_.u_pt[j] = to.u_pt;
  all_.difference[j] = given(score::difference, to.x_pt);
  all_.percent[j] = given(score::percent_difference, to.x_pt_in_unit);
  all_.allowance[j] = given(score::percent_allowance, to.delta_e);
  all_.z[j] = given(score::z, to.sigma_pt);
  all_.z_prime[j] = given(score::z_prime, to.sigma_pt);
  all_.zeta[j] = given(score::zeta, to.u_pt);
  all_.e_n[j] = given(score::e_n, to.U_pt);
  all_.verdict[j] =
      s.plan.verdict ? static_cast<std::uint8_t>(*s.plan.verdict) : no_verdict;
  all_.missing[j] = s.assigned.missing;
  all_.unsigned_by[j] = round::reason_without_verdict(0, s.plan, s.target, none, none);
}

void plain_scores::write(const table<double>& x, std::size_t first,
                         const result_layout& layout, const evaluation_columns& out) {
  const std::size_t p = x.laboratories, m = x.measurands;
  some_z_prime_ = std::any_of(all_.z_prime.begin(),
                              all_.z_prime.begin() + static_cast<std::ptrdiff_t>(m),
                              [](double sigma) { return !std::isnan(sigma); });
  if (layout.by_measurand) {
    each_chunk_of(x, [&](std::size_t begin, std::size_t end) {
      static thread_local references one;
      for (std::size_t j = begin; j < end; ++j) {
        const std::size_t n = x.length(j);
        if (n == 0) continue;
        one.fill(all_, j, n);
        write_run({side_by_side(x.column(j), x.laboratory_stride, n), &one,
                   layout.start(first + j), n},
                  out);
      }
    });
  } else {
    detail::each_chunk(p, m, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i)
        write_run(
            {side_by_side(x.data + static_cast<std::ptrdiff_t>(i) * x.laboratory_stride,
                          x.measurand_stride, m),
             &all_, layout.position(i, first), m},
            out);
    });
  }
}

void plain_scores::write_run(const run& r, const evaluation_columns& out) const {
  const double* x = r.x;
  const references& to = *r.to;
  const auto column = [&](score s) {
    const auto& all = out.scores[at(s)];
    return all.empty() ? nullptr : all.data() + r.at;
  };
  if (double* d = column(score::difference))
    fill(d, r.n, [&](std::size_t k) {
      return det::difference_formula{}(x[k], to.difference[k]);
    });
  if (double* d = column(score::percent_difference)) {
    detail::z({x, to.percent.data(), to.percent.data(), d, r.n});
    fill(d, r.n, [&](std::size_t k) { return 100 * d[k]; });
  }
  if (double* d = column(score::percent_allowance))
    fill(d, r.n, [&](std::size_t k) {
      return det::percent_allowance_formula{}(x[k], to.x_pt[k], to.allowance[k], 0);
    });
  if (double* d = column(score::z)) detail::z({x, to.x_pt.data(), to.z.data(), d, r.n});
  if (double* d = column(score::z_prime); d != nullptr && !some_z_prime_)
    std::fill_n(d, r.n, none);
  else if (d != nullptr)
    fill(d, r.n, [&](std::size_t k) {
      return det::z_prime_formula{}(x[k], to.x_pt[k], to.z_prime[k], to.u_pt[k]);
    });
  const auto missing_u = options_.scoring.missing_u;
  if (double* d = column(score::zeta))
    fill(d, r.n, [&](std::size_t k) {
      return det::zeta_formula{missing_u}(x[k], to.x_pt[k], none, to.zeta[k]);
    });
  if (double* d = column(score::e_n))
    fill(d, r.n, [&](std::size_t k) {
      return det::e_n_formula{missing_u}(x[k], to.x_pt[k], none, to.e_n[k]);
    });
  write_signals(r, out);
}

void plain_scores::write_signals(const run& r, const evaluation_columns& out) const {
  const references& to = *r.to;
  for (std::size_t k = 0; k < r.n; ++k) {
    const bool reported = r.x[k] == r.x[k];
    auto signal = round::signal::not_reported;
    auto why = reason::not_reported;
    if (reported) {
      const std::uint8_t verdict = to.verdict[k];
      signal = round::signal::not_scored;
      why = to.missing[k];
      if (why == reason::none && verdict != no_verdict)
        signal = static_cast<round::signal>(
            (*signal_[verdict])(out.scores[verdict][r.at + k]));
      if (why == reason::none && signal == round::signal::not_scored)
        why = to.unsigned_by[k];
    }
    out.signal[r.at + k] = signal;
    out.reason[r.at + k] = why;
    out.use[r.at + k] = reported ? round::use::used : round::use::not_reported;
  }
}

}  // namespace ringtrial::batch
