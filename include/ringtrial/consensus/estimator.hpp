// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/arithmetic_mean.hpp>
#include <ringtrial/consensus/birge.hpp>
#include <ringtrial/consensus/bob.hpp>
#include <ringtrial/consensus/cox_a.hpp>
#include <ringtrial/consensus/cox_b.hpp>
#include <ringtrial/consensus/dersimonian_laird.hpp>
#include <ringtrial/consensus/fairweather.hpp>
#include <ringtrial/consensus/graybill_deal.hpp>
#include <ringtrial/consensus/hedges_olkin.hpp>
#include <ringtrial/consensus/hierarchical.hpp>
#include <ringtrial/consensus/largest_consistent_subset.hpp>
#include <ringtrial/consensus/linear_pool.hpp>
#include <ringtrial/consensus/mandel_paule.hpp>
#include <ringtrial/consensus/median.hpp>
#include <ringtrial/consensus/power_moderated_mean.hpp>
#include <ringtrial/consensus/reml.hpp>
#include <ringtrial/consensus/schiller_eberhardt.hpp>
#include <ringtrial/consensus/sidik_jonkman.hpp>
#include <ringtrial/consensus/vangel_rukhin.hpp>
#include <ringtrial/consensus/weighted_mean.hpp>
#include <ringtrial/consensus/weighted_median.hpp>

namespace ringtrial::consensus {

/// Every method of this folder that gives a fit.
enum class estimator : unsigned char {
  arithmetic_mean,
  median,
  weighted_mean,
  birge,
  weighted_median,
  largest_consistent_subset,
  dersimonian_laird,
  mandel_paule,
  reml,
  vangel_rukhin,
  hedges_olkin,
  linear_pool,
  hierarchical,
  graybill_deal,
  cox_a,
  cox_b,
  sidik_jonkman,
  bob,
  schiller_eberhardt,
  fairweather,
  power_moderated_mean,
};

[[nodiscard]] constexpr std::string_view name(estimator e) noexcept {
  using enum estimator;
  switch (e) {
    case arithmetic_mean:
      return "arithmetic_mean";
    case median:
      return "median";
    case weighted_mean:
      return "weighted_mean";
    case birge:
      return "birge";
    case weighted_median:
      return "weighted_median";
    case largest_consistent_subset:
      return "largest_consistent_subset";
    case dersimonian_laird:
      return "dersimonian_laird";
    case mandel_paule:
      return "mandel_paule";
    case reml:
      return "reml";
    case vangel_rukhin:
      return "vangel_rukhin";
    case hedges_olkin:
      return "hedges_olkin";
    case linear_pool:
      return "linear_pool";
    case hierarchical:
      return "hierarchical";
    case graybill_deal:
      return "graybill_deal";
    case cox_a:
      return "cox_a";
    case cox_b:
      return "cox_b";
    case sidik_jonkman:
      return "sidik_jonkman";
    case bob:
      return "bob";
    case schiller_eberhardt:
      return "schiller_eberhardt";
    case fairweather:
      return "fairweather";
    case power_moderated_mean:
      return "power_moderated_mean";
  }
  return "unknown";
}

namespace detail {

/// What every dof must exceed.
[[nodiscard]] constexpr double least_dof(estimator e) noexcept {
  return e == estimator::linear_pool    ? 2
         : e == estimator::fairweather  ? 4
         : e == estimator::hierarchical ? 0.01
                                        : 0;
}

/// The method with its default options; `a` without dof for those that take none.
[[nodiscard]] inline fit estimate(estimator e, const arguments& a, double coverage) {
  using enum estimator;
  const arguments plain{a.x, a.u};
  switch (e) {
    case arithmetic_mean:
      return arithmetic_mean_of(plain, {.coverage = coverage});
    case median:
      return median_of(plain, {.coverage = coverage});
    case weighted_mean:
      return weighted_mean_of(plain, {.coverage = coverage});
    case birge:
      return birge_of(plain, {.coverage = coverage});
    case weighted_median:
      return weighted_median_of(plain, {.coverage = coverage});
    case largest_consistent_subset:
      return largest_consistent_subset_of(plain, {.coverage = coverage});
    case dersimonian_laird:
      return dersimonian_laird_of(plain, {.coverage = coverage});
    case mandel_paule:
      return mandel_paule_of(plain, {.coverage = coverage});
    case reml:
      return reml_of(plain, {.coverage = coverage});
    case vangel_rukhin:
      return vangel_rukhin_of(a, {.coverage = coverage});
    case hedges_olkin:
      return hedges_olkin_of(plain, {.coverage = coverage});
    case linear_pool:
      return linear_pool_of(a, {.coverage = coverage});
    case hierarchical:
      return hierarchical_of(a, {.coverage = coverage});
    case graybill_deal:
      return graybill_deal_of(a, {.coverage = coverage});
    case cox_a:
      return cox_a_of(plain, {.coverage = coverage});
    case cox_b:
      return cox_b_of(plain, {.coverage = coverage});
    case sidik_jonkman:
      return sidik_jonkman_of(plain, {.coverage = coverage});
    case bob:
      return bob_of(plain, {.coverage = coverage});
    case schiller_eberhardt:
      return schiller_eberhardt_of(a, {.coverage = coverage});
    case fairweather:
      return fairweather_of(a, {.coverage = coverage});
    case power_moderated_mean:
      return power_moderated_mean_of(plain, {.coverage = coverage});
  }
  return {};
}

}  // namespace detail
}  // namespace ringtrial::consensus
