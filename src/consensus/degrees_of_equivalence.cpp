// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/consensus/degrees_of_equivalence.hpp>
#include <ringtrial/consensus/detail/covariance.hpp>

namespace ringtrial::consensus::detail {
namespace {

constexpr std::string_view method = "degrees_of_equivalence";

/// The variances of the results and what they share, all divided by a power of two squared.
class variances {
 public:
  variances(std::span<const double> u, row_view<const double> V, const fit& reference)
      : u_(u), V_(V) {
    double largest =
        std::max(reference.standard_uncertainty,
                 std::isnan(reference.between_sd) ? 0 : reference.between_sd);
    for (const double v : u)
      if (!std::isnan(v)) largest = std::max(largest, v);
    exponent_ = largest > 0 ? std::ilogb(largest) : 0;
  }

  [[nodiscard]] double of(std::size_t i) const { return square(u_[i]); }
  [[nodiscard]] double square(double u) const {
    const double scaled = std::ldexp(u, -exponent_);
    return scaled * scaled;
  }
  /// Cov(xᵢ, xⱼ) for i ≠ j.
  [[nodiscard]] double between(std::size_t i, std::size_t j) const {
    return V_.rows == 0 ? 0 : std::ldexp(V_[i][j], -2 * exponent_);
  }
  /// Cov(xᵢ, Σ weights · x).
  [[nodiscard]] double with(std::size_t i, std::span<const double> weights) const {
    double sum = weights[i] * of(i);
    for (std::size_t j = 0; V_.rows > 0 && j < weights.size(); ++j)
      if (j != i && weights[j] != 0) sum += weights[j] * between(i, j);
    return sum;
  }
  [[nodiscard]] double root(double variance) const {
    return std::ldexp(std::sqrt(variance), exponent_);
  }

 private:
  std::span<const double> u_;
  row_view<const double> V_;
  int exponent_ = 0;
};

/// What is negative only by rounding is 0, what is more so NaN.
double not_negative(double variance, double own) {
  if (variance >= 0) return variance;
  return variance >= -1e-12 * own ? 0 : not_a_number;
}

double score_of(double difference, double expanded) {
  return difference == 0 && expanded == 0 ? 0 : difference / expanded;
}

void require_options(const degrees_of_equivalence_options& o, bool correlated) {
  require_probability(method, "coverage", o.coverage);
  if (o.coverage_factor)
    require(*o.coverage_factor > 0 && std::isfinite(*o.coverage_factor), method,
            "coverage_factor", *o.coverage_factor, "finite and above 0");
  require(
      !correlated || o.between == between_effects::excluded,
      "degrees_of_equivalence: between = 'included' cannot be had with covariance, must "
      "be 'excluded'");
}

/// The weights of a reference, 0 for laboratories that took no part; throws where there are none at all.
std::vector<double> known_weights(const fit& reference, std::span<const double> u) {
  std::vector<double> weights(u.size(), 0);
  bool some = false, used = false;
  for (std::size_t i = 0; i < u.size(); ++i) {
    const double w = reference.weights[i];
    used = used || !std::isnan(u[i]);
    some = some || !std::isnan(w);
    if (!std::isnan(w)) weights[i] = w;
  }
  require(some || !used,
          "degrees_of_equivalence: fit has no weights (method '" +
              std::string(reference.method) +
              "'), must have them unless each laboratory is left out (leave_one_out)");
  return weights;
}

void require_reference(const fit& reference, std::size_t n, const left_out* others,
                       between_effects between) {
  require(reference.weights.size() == n, "degrees_of_equivalence: fit has " +
                                             std::to_string(reference.weights.size()) +
                                             " weights, must have one for each of the " +
                                             std::to_string(n) + " values of x");
  require(between == between_effects::excluded || others != nullptr ||
              reference.status != status_t::ok || std::isfinite(reference.between_sd),
          "degrees_of_equivalence: between = 'included' needs a fit with a finite "
          "between_sd, method '" +
              std::string(reference.method) + "' has none");
}

/// u where x and u are given, NaN for the others.
std::vector<double> used_uncertainties(std::span<const double> x,
                                       std::span<const double> u,
                                       row_view<const double> V) {
  if (V.rows > 0) return require_covariance(method, x, V);
  require_arrays(method, {x, u});
  std::vector<double> used(u.begin(), u.end());
  for (std::size_t i = 0; i < x.size(); ++i)
    if (std::isnan(x[i])) used[i] = not_a_number;
  return used;
}

void set_laboratory(degrees_of_equivalence_result& r, std::size_t i, double difference,
                    double u) {
  r.difference[i] = difference;
  r.standard_uncertainty[i] = u;
  r.expanded_uncertainty[i] = r.coverage_factor * u;
  r.score[i] = score_of(difference, r.expanded_uncertainty[i]);
  r.equivalent[i] = std::abs(r.score[i]) <= 1;
}

/// Each against the reference of all.
void set_differences(degrees_of_equivalence_result& r, std::span<const double> x,
                     const variances& v, const fit& reference,
                     std::span<const double> weights, double tau2) {
  const double common = v.square(reference.standard_uncertainty);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double own = v.of(i);
    if (std::isnan(own)) continue;
    const double shared = v.with(i, weights) + weights[i] * tau2;
    const double variance = not_negative((own + tau2 + common) - 2 * shared, own);
    set_laboratory(r, i, x[i] - reference.value, v.root(variance));
  }
}

/// Each against the reference of the others.
void set_left_out(degrees_of_equivalence_result& r, std::span<const double> x,
                  const variances& v, const left_out& others, bool included) {
  r.reference = others.value;
  r.reference_uncertainties = others.standard_uncertainty;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double own = v.of(i);
    if (std::isnan(own)) {
      r.reference[i] = r.reference_uncertainties[i] = not_a_number;
      continue;
    }
    const double tau2 = included ? v.square(others.between_sd[i]) : 0;
    const double variance = own + v.square(others.standard_uncertainty[i]) + tau2;
    set_laboratory(r, i, x[i] - others.value[i], v.root(variance));
  }
}

void set_pairs(degrees_of_equivalence_result& r, std::span<const double> x,
               const variances& v, double tau2) {
  const std::size_t n = x.size();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const double own = v.of(i) + v.of(j);
      if (std::isnan(own)) continue;
      const double variance =
          i == j ? 0 : not_negative(own - 2 * v.between(i, j) + 2 * tau2, own);
      const std::size_t at = i * n + j;
      r.pair_difference[at] = x[i] - x[j];
      r.pair_uncertainty[at] = v.root(variance);
      r.pair_expanded[at] = r.coverage_factor * r.pair_uncertainty[at];
      r.pair_score[at] = score_of(r.pair_difference[at], r.pair_expanded[at]);
    }
}

/// Without a number.
degrees_of_equivalence_result empty_result(std::size_t size, const fit& reference) {
  degrees_of_equivalence_result r;
  r.method = reference.method;
  r.status = reference.status;
  for (auto* array :
       {&r.difference, &r.standard_uncertainty, &r.expanded_uncertainty, &r.score})
    array->assign(size, not_a_number);
  for (auto* array :
       {&r.pair_difference, &r.pair_uncertainty, &r.pair_expanded, &r.pair_score})
    array->assign(size * size, not_a_number);
  r.equivalent.assign(size, false);
  return r;
}

/// What the data do to a reference that is `ok` in itself.
void look_at_data(degrees_of_equivalence_result& r, std::span<const double> x,
                  std::span<const double> u) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (std::isnan(u[i])) continue;
    ++r.n;
    if (r.status == status_t::ok && !(std::isfinite(x[i]) && std::isfinite(u[i])))
      r.status = status_t::not_finite;
  }
  if (r.status == status_t::ok && r.n == 0) r.status = status_t::too_few;
}

}  // namespace

degrees_of_equivalence_result degrees_of_equivalence_of(
    std::span<const double> x, std::span<const double> u, row_view<const double> V,
    const fit& reference, const left_out* others,
    const degrees_of_equivalence_options& o) {
  require_options(o, V.rows > 0);
  const auto used = used_uncertainties(x, u, V);
  require_reference(reference, x.size(), others, o.between);
  auto r = empty_result(x.size(), reference);
  if (others != nullptr) {
    r.reference.assign(x.size(), not_a_number);
    r.reference_uncertainties.assign(x.size(), not_a_number);
  }
  look_at_data(r, x, used);
  if (r.status != status_t::ok) return r;
  r.value = reference.value;
  r.reference_uncertainty = reference.standard_uncertainty;
  r.coverage_factor =
      o.coverage_factor.value_or(two_sided_quantile(o.coverage, infinity));
  const variances v(used, V, reference);
  const bool included = o.between == between_effects::included;
  const double tau2 = included ? v.square(reference.between_sd) : 0;
  if (others != nullptr)
    set_left_out(r, x, v, *others, included);
  else
    set_differences(r, x, v, reference, known_weights(reference, used), tau2);
  set_pairs(r, x, v, tau2);
  return r;
}

}  // namespace ringtrial::consensus::detail
