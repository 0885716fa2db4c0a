// SPDX-License-Identifier: BSL-1.0
#include "covariance.hpp"

#include <limits>

namespace ringtrial::consensus::detail {
namespace {

std::string element(std::size_t i, std::size_t j) {
  return "covariance[" + std::to_string(i) + ", " + std::to_string(j) + "]";
}

[[noreturn]] void reject_element(std::string_view method, std::size_t i, std::size_t j,
                                 double value, const std::string& allowed) {
  reject(method, element(i, j), value, allowed);
}

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

bool takes_part(std::span<const double> x, row_view<const double> V, std::size_t i) {
  return !std::isnan(x[i]) && !std::isnan(V[i][i]);
}

/// A NaN between two laboratories that otherwise take part excludes both.
bool has_gap(std::span<const double> x, row_view<const double> V, std::size_t i) {
  for (std::size_t j = 0; j < x.size(); ++j)
    if (takes_part(x, V, j) && (std::isnan(V[i][j]) || std::isnan(V[j][i]))) return true;
  return false;
}

void require_pair(std::string_view method, row_view<const double> V, std::size_t i,
                  std::size_t j) {
  if (!std::isfinite(V[i][j]) || !std::isfinite(V[j][i])) return;
  const double size = std::sqrt(V[i][i]) * std::sqrt(V[j][j]);
  if (std::abs(V[i][j] - V[j][i]) > 1e-12 * size)
    reject_element(method, i, j, V[i][j],
                   "equal to " + element(j, i) + " = " + text_of(V[j][i]) +
                       ", as the matrix must be symmetric");
}

}  // namespace

double dot(const double* a, const double* b, std::size_t n) {
  double sum = 0;
  for (std::size_t k = 0; k < n; ++k) sum += a[k] * b[k];
  return sum;
}

void solve_lower(const triangle& l, std::vector<double>& b) {
  for (std::size_t i = 0; i < b.size(); ++i)
    b[i] = (b[i] - dot(l.row(i), b.data(), i)) / l.row(i)[i];
}

void solve_upper(const triangle& l, std::vector<double>& b) {
  for (std::size_t i = b.size(); i-- > 0;) {
    b[i] /= l.row(i)[i];
    for (std::size_t j = 0; j < i; ++j) b[j] -= l.row(i)[j] * b[i];
  }
}

bool is_finite(const stated_results& s, row_view<const double> V) {
  for (const auto& a : s.labs)
    for (const auto& b : s.labs)
      if (!std::isfinite(V[a.position][b.position])) return false;
  return s.finite;
}

triangle correlation_factor(std::string_view method, const stated_results& s,
                            row_view<const double> V) {
  auto l = correlations(s, V);
  if (const auto row = factorise(l, s.labs.size()); row < s.labs.size()) {
    const auto i = s.labs[row].position;
    reject_element(method, i, i, V[i][i], "part of a matrix that is positive definite");
  }
  return l;
}

std::vector<double> uncertainties_of(std::string_view method, std::span<const double> x,
                                     row_view<const double> V) {
  require(V.rows == x.size() && V.cols == x.size(),
          std::string(method) + ": covariance has shape (" + std::to_string(V.rows) +
              ", " + std::to_string(V.cols) + ") and x " + std::to_string(x.size()) +
              " values, must have as many rows and columns");
  std::vector<double> u(x.size(), not_a_number);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!takes_part(x, V, i) || has_gap(x, V, i)) continue;
    if (!(V[i][i] > 0))
      reject_element(method, i, i, V[i][i],
                     "above 0, as the matrix must be positive definite");
    u[i] = std::sqrt(V[i][i]);
  }
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (!std::isnan(u[i]) && !std::isnan(u[j])) require_pair(method, V, j, i);
  return u;
}

std::vector<double> require_covariance(std::string_view method, std::span<const double> x,
                                       row_view<const double> V) {
  auto u = uncertainties_of(method, x, V);
  const auto s = gather({x, u});
  if (!s.labs.empty() && is_finite(s, V)) (void)correlation_factor(method, s, V);
  return u;
}

}  // namespace ringtrial::consensus::detail
