// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/consensus/detail/covariance.hpp>
#include <ringtrial/consensus/weighted_mean.hpp>

#include <limits>

namespace ringtrial::consensus::detail {
namespace {

constexpr std::string_view method = "weighted_mean";

std::string element(std::size_t i, std::size_t j) {
  return "covariance[" + std::to_string(i) + ", " + std::to_string(j) + "]";
}

[[noreturn]] void reject_element(std::size_t i, std::size_t j, double value,
                                 const std::string& matrix) {
  reject(method, element(i, j), value, matrix);
}

/// Lower triangle of a symmetric matrix, row by row.
class triangle {
 public:
  explicit triangle(std::size_t n) : values_(n * (n + 1) / 2) {}
  [[nodiscard]] double* row(std::size_t i) { return values_.data() + i * (i + 1) / 2; }
  [[nodiscard]] const double* row(std::size_t i) const {
    return values_.data() + i * (i + 1) / 2;
  }

 private:
  std::vector<double> values_;
};

/// The correlations between the laboratories, in their order.
triangle correlations(const stated_results& s, row_view<const double> V) {
  triangle r(s.labs.size());
  for (std::size_t i = 0; i < s.labs.size(); ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      const auto a = s.labs[i].position, b = s.labs[j].position;
      r.row(i)[j] = i == j ? 1 : V[a][b] / std::sqrt(V[a][a]) / std::sqrt(V[b][b]);
    }
  return r;
}

double dot(const double* a, const double* b, std::size_t n) {
  double sum = 0;
  for (std::size_t k = 0; k < n; ++k) sum += a[k] * b[k];
  return sum;
}

/// R = LLᵀ in place; the row of the first pivot that is not above n ε, or n.
std::size_t factorise(triangle& r, std::size_t n) {
  const double least = static_cast<double>(n) * std::numeric_limits<double>::epsilon();
  for (std::size_t i = 0; i < n; ++i) {
    double* row = r.row(i);
    for (std::size_t j = 0; j < i; ++j)
      row[j] = (row[j] - dot(row, r.row(j), j)) / r.row(j)[j];
    const double pivot = row[i] - dot(row, row, i);
    if (!(pivot > least)) return i;
    row[i] = std::sqrt(pivot);
  }
  return n;
}

/// L⁻¹b in place.
void solve_lower(const triangle& l, std::vector<double>& b) {
  for (std::size_t i = 0; i < b.size(); ++i)
    b[i] = (b[i] - dot(l.row(i), b.data(), i)) / l.row(i)[i];
}

/// L⁻ᵀb in place.
void solve_upper(const triangle& l, std::vector<double>& b) {
  for (std::size_t i = b.size(); i-- > 0;) {
    b[i] /= l.row(i)[i];
    for (std::size_t j = 0; j < i; ++j) b[j] -= l.row(i)[j] * b[i];
  }
}

/// Generalised least squares with V = SRS, S the diagonal of the u; e = u_min/u.
struct generalised_fit {
  combined value;
  double chi2 = 0;

  generalised_fit(const stated_results& s, const triangle& l) {
    const double smallest = s.smallest_u();
    std::vector<double> e, w;
    for (const auto& lab : s.labs) e.push_back(smallest / lab.u);
    w = e;
    solve_lower(l, w);
    const double sum = dot(w.data(), w.data(), w.size());
    solve_upper(l, w);
    for (std::size_t i = 0; i < w.size(); ++i) w[i] *= e[i] / sum;
    for (std::size_t i = 0; i < w.size(); ++i) value.d += w[i] * s.labs[i].d;
    for (std::size_t i = 0; i < w.size(); ++i)
      value.rest += w[i] * ((s.labs[i].d - value.d) + s.labs[i].tail);
    value.u = smallest / std::sqrt(sum);
    value.weights = std::move(w);
    set_chi2(s, l);
  }

 private:
  void set_chi2(const stated_results& s, const triangle& l) {
    std::vector<double> z;
    for (const auto& lab : s.labs)
      z.push_back(((lab.d - value.d) + (lab.tail - value.rest)) / lab.u);
    solve_lower(l, z);
    chi2 = dot(z.data(), z.data(), z.size());
  }
};

bool takes_part(std::span<const double> x, row_view<const double> V, std::size_t i) {
  return !std::isnan(x[i]) && !std::isnan(V[i][i]);
}

/// A NaN between two laboratories that otherwise take part excludes both.
bool has_gap(std::span<const double> x, row_view<const double> V, std::size_t i) {
  for (std::size_t j = 0; j < x.size(); ++j)
    if (takes_part(x, V, j) && (std::isnan(V[i][j]) || std::isnan(V[j][i]))) return true;
  return false;
}

void require_pair(row_view<const double> V, std::size_t i, std::size_t j) {
  if (!std::isfinite(V[i][j]) || !std::isfinite(V[j][i])) return;
  const double size = std::sqrt(V[i][i]) * std::sqrt(V[j][j]);
  if (std::abs(V[i][j] - V[j][i]) > 1e-12 * size)
    reject_element(i, j, V[i][j],
                   element(j, i) + " = " + text_of(V[j][i]) + ": the matrix symmetric");
}

}  // namespace

std::vector<double> uncertainties_of(std::span<const double> x,
                                     row_view<const double> V) {
  require(V.rows == x.size() && V.cols == x.size(),
          std::string(method) + ": covariance has shape (" + std::to_string(V.rows) +
              ", " + std::to_string(V.cols) + ") and x " + std::to_string(x.size()) +
              " values, must have as many rows and columns");
  std::vector<double> u(x.size(), not_a_number);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!takes_part(x, V, i) || has_gap(x, V, i)) continue;
    if (!(V[i][i] > 0))
      reject_element(i, i, V[i][i], "positive: the matrix positive definite");
    u[i] = std::sqrt(V[i][i]);
  }
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (!std::isnan(u[i]) && !std::isnan(u[j])) require_pair(V, j, i);
  return u;
}

namespace {

bool is_finite(const stated_results& s, row_view<const double> V) {
  for (const auto& a : s.labs)
    for (const auto& b : s.labs)
      if (!std::isfinite(V[a.position][b.position])) return false;
  return s.finite;
}

}  // namespace

weighted_mean_result weighted_mean_of(std::span<const double> x, row_view<const double> V,
                                      const weighted_mean_options& o) {
  require_probability(method, "coverage", o.coverage);
  const auto u = uncertainties_of(x, V);
  weighted_mean_result r;
  const auto s = begin(r, weighted_mean_demands(o), {x, u});
  if (r.n > 0 && !is_finite(s, V)) give_up(r, status_t::not_finite);
  if (r.n == 0 || r.status == status_t::not_finite) return r;
  auto l = correlations(s, V);
  if (const auto row = factorise(l, r.n); row < r.n) {
    const auto i = s.labs[row].position;
    reject_element(i, i, V[i][i], "part of a positive definite matrix");
  }
  if (r.status != status_t::ok) return r;
  const generalised_fit f(s, l);
  set_heterogeneity(r, f.chi2);
  set_weighted_mean(r, s, f.value, o.uncertainty);
  return r;
}

}  // namespace ringtrial::consensus::detail
