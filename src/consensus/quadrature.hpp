// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/bracketed_root.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

/** Adaptive Gauss–Kronrod quadrature that keeps its nodes, and what a density on such nodes gives.

  A node is evaluated at one abscissa; it has a `mass`, the density there, and a `second`, the density times
  what its second moment weighs.
*/
namespace ringtrial::consensus::detail {

inline constexpr std::size_t kronrod_points = 15;

/// Abscissae on [−1, 1], ascending.
inline constexpr std::array<double, kronrod_points> kronrod_abscissae{
    -0.991455371120812639206854697526329, -0.949107912342758524526189684047851,
    -0.864864423359769072789712788640926, -0.741531185599394439863864773280788,
    -0.586087235467691130294144691693370, -0.405845151377397166906606412076961,
    -0.207784955007898467600689403773245, 0,
    0.207784955007898467600689403773245,  0.405845151377397166906606412076961,
    0.586087235467691130294144691693370,  0.741531185599394439863864773280788,
    0.864864423359769072789712788640926,  0.949107912342758524526189684047851,
    0.991455371120812639206854697526329};

inline constexpr std::array<double, kronrod_points> kronrod_weights{
    0.022935322010529224963732008058970, 0.063092092629978553290700663189204,
    0.104790010322250183839876322541518, 0.140653259715525918745189590510238,
    0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
    0.204432940075298892414161999234649, 0.209482141084727828012999174891714,
    0.204432940075298892414161999234649, 0.190350578064785409913256402421014,
    0.169004726639267902826583426598550, 0.140653259715525918745189590510238,
    0.104790010322250183839876322541518, 0.063092092629978553290700663189204,
    0.022935322010529224963732008058970};

/// Gauss weights of every second abscissa, 0 for the others.
inline constexpr std::array<double, kronrod_points> gauss_weights{
    0, 0.129484966168869693270611432679082, 0, 0.279705391489276667901467771423780,
    0, 0.381830050505118944950369775488975, 0, 0.417959183673469387755102040816327,
    0, 0.381830050505118944950369775488975, 0, 0.279705391489276667901467771423780,
    0, 0.129484966168869693270611432679082, 0};

template <class Node>
struct panel {
  double low = 0, high = 0;
  std::array<Node, kronrod_points> nodes{};

  [[nodiscard]] double half() const { return 0.5 * (high - low); }
  [[nodiscard]] double abscissa(std::size_t k) const {
    return 0.5 * (low + high) + half() * kronrod_abscissae[k];
  }
  [[nodiscard]] double weight(std::size_t k) const { return half() * kronrod_weights[k]; }
  /// The integral of a member of the nodes.
  [[nodiscard]] double integral(double Node::*member) const {
    double sum = 0;
    for (std::size_t k = 0; k < kronrod_points; ++k) sum += weight(k) * nodes[k].*member;
    return sum;
  }
  /// How much the rule of 7 points differs.
  [[nodiscard]] double error(double Node::*member) const {
    double sum = 0;
    for (std::size_t k = 0; k < kronrod_points; ++k)
      sum += (kronrod_weights[k] - gauss_weights[k]) * nodes[k].*member;
    return half() * std::abs(sum);
  }
};

template <class Node>
using panels = std::vector<panel<Node>>;

template <class Node, class F>
[[nodiscard]] panel<Node> evaluated(double low, double high, const F& f) {
  panel<Node> p{low, high, {}};
  for (std::size_t k = 0; k < kronrod_points; ++k) p.nodes[k] = f(p.abscissa(k));
  return p;
}

template <class Node>
[[nodiscard]] double total(const panels<Node>& all, double Node::*member) {
  double sum = 0;
  for (const auto& p : all) sum += p.integral(member);
  return sum;
}

/// When to halve a panel.
struct refinement {
  double mass, second;  ///< the largest errors that a panel may have
  int left =
      4000;  ///< halvings that are left: a function with noise does not go on for ever

  template <class Node>
  [[nodiscard]] bool done(const panel<Node>& p) const {
    return left == 0 || !(p.error(&Node::mass) > mass || p.error(&Node::second) > second);
  }
};

template <class Node, class F>
void append_refined(panels<Node>& all, panel<Node> p, const F& f, refinement& rule,
                    int depth = 0) {
  constexpr int deepest = 30;
  if (depth == deepest || rule.done(p)) {
    all.push_back(std::move(p));
    return;
  }
  --rule.left;
  const double middle = 0.5 * (p.low + p.high);
  append_refined(all, evaluated<Node>(p.low, middle, f), f, rule, depth + 1);
  append_refined(all, evaluated<Node>(middle, p.high, f), f, rule, depth + 1);
}

/// Panels between ascending edges, halved until each error is below a share of the total.
template <class Node, class F>
[[nodiscard]] panels<Node> integrate(const std::vector<double>& edges, const F& f,
                                     double share) {
  panels<Node> coarse, fine;
  for (std::size_t i = 1; i < edges.size(); ++i)
    coarse.push_back(evaluated<Node>(edges[i - 1], edges[i], f));
  refinement rule{share * total(coarse, &Node::mass),
                  share * total(coarse, &Node::second)};
  for (auto& p : coarse) append_refined(fine, std::move(p), f, rule);
  return fine;
}

using ringtrial::detail::function_point;

/// Near the maximum of a function that has one between low and high, so near that it is less than about 0.1
/// higher (golden section).
template <class F>
[[nodiscard]] function_point highest_point(const F& f, double low, double high) {
  constexpr double golden = 0.6180339887498949;
  const auto point = [&](double at) { return function_point{at, f(at)}; };
  auto a = point(high - golden * (high - low)), b = point(low + golden * (high - low));
  for (int step = 0; step < 60; ++step) {
    if (std::abs(a.value - b.value) < 1e-3) {
      const auto middle = point(0.5 * (a.at + b.at));
      if (middle.value - a.value < 0.05) return middle;
    }
    if (a.value > b.value) {
      high = b.at;
      b = a;
      a = point(high - golden * (high - low));
    } else {
      low = a.at;
      a = b;
      b = point(low + golden * (high - low));
    }
  }
  return a.value > b.value ? a : b;
}

/// 1/Π(tₖ − tⱼ): the barycentric weights of the abscissae.
[[nodiscard]] inline const std::array<double, kronrod_points>& barycentric_weights() {
  static const auto weights = [] {
    std::array<double, kronrod_points> w{};
    for (std::size_t k = 0; k < w.size(); ++k) {
      w[k] = 1;
      for (std::size_t j = 0; j < w.size(); ++j)
        if (j != k) w[k] /= kronrod_abscissae[k] - kronrod_abscissae[j];
    }
    return w;
  }();
  return weights;
}

using panel_values = std::array<double, kronrod_points>;

/// The polynomial through the values, at t in [−1, 1].
[[nodiscard]] inline double interpolated(const panel_values& values, double t) {
  const auto& w = barycentric_weights();
  double above = 0, below = 0;
  for (std::size_t k = 0; k < values.size(); ++k) {
    const double gap = t - kronrod_abscissae[k];
    if (gap == 0) return values[k];
    above += w[k] / gap * values[k];
    below += w[k] / gap;
  }
  return above / below;
}

/// Its integral from −1 to t.
[[nodiscard]] inline double integral_to(const panel_values& values, double t) {
  const double half = 0.5 * (t + 1);
  double sum = 0;
  for (std::size_t k = 0; k < values.size(); ++k)
    sum +=
        kronrod_weights[k] * interpolated(values, -1 + half * (1 + kronrod_abscissae[k]));
  return half * sum;
}

/// The distribution whose density is known on panels.
class panel_distribution {
 public:
  panel_distribution() = default;
  template <class Node>
  explicit panel_distribution(const panels<Node>& all) {
    const double mass = total(all, &Node::mass);
    double below = 0;
    for (const auto& p : all) {
      pieces_.push_back({p.low, p.high, below, {}});
      for (std::size_t k = 0; k < kronrod_points; ++k)
        pieces_.back().density[k] = p.nodes[k].mass / mass;
      below += p.integral(&Node::mass) / mass;
    }
  }

  [[nodiscard]] double cdf(double at) const {
    if (at <= pieces_.front().low) return 0;
    if (at >= pieces_.back().high) return 1;
    const auto next =
        std::upper_bound(pieces_.begin(), pieces_.end(), at,
                         [](double value, const piece& p) { return value < p.low; });
    const auto& p = *std::prev(next);
    const double half = 0.5 * (p.high - p.low);
    return p.below + half * integral_to(p.density, (at - p.low) / half - 1);
  }
  [[nodiscard]] double low() const { return pieces_.front().low; }
  [[nodiscard]] double high() const { return pieces_.back().high; }

 private:
  struct piece {
    double low, high, below;
    panel_values density;
  };
  std::vector<piece> pieces_;
};

}  // namespace ringtrial::consensus::detail
