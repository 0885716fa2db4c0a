// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/assigned/certified.hpp>
#include <ringtrial/assigned/estimate.hpp>
#include <ringtrial/assigned/expert_laboratories.hpp>
#include <ringtrial/assigned/from_participants.hpp>
#include <ringtrial/censored/substitute.hpp>
#include <ringtrial/scores/transform.hpp>
#include <ringtrial/target/from_data.hpp>
#include <ringtrial/target/from_previous_rounds.hpp>
#include <ringtrial/target/limit.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

/// A scheme, for one measurand: what is computed and how. The defaults are those of an empty scheme.
namespace ringtrial::round {

/// How a laboratory's replicates become its result (ISO 13528:2022, 5.4).
enum class replicate_rule : unsigned char { mean, median, first };

/// Tests whose outliers leave the statistics; they are still scored.
enum class outlier_rule : unsigned char { none, grubbs, cochran, grubbs_cochran };

/// Where the assigned value comes from (clause 7).
enum class assigned_method : unsigned char {
  participants,  ///< 7.7, by an estimator
  certified,     ///< 7.4
  formulation,   ///< 7.3
  expert,        ///< 7.5 for one laboratory, 7.6 for several
  none,          ///< statistics only
};

/// Where the target standard deviation comes from (clause 8).
enum class target_method : unsigned char {
  data,
  fixed,
  perception,
  percent,
  horwitz,
  precision,
  previous_rounds,
};

/// What happens where u(x_pt) is more than `u_ratio` of σ_pt (9.2.1).
enum class large_uncertainty : unsigned char {
  z_prime,    ///< z′ takes the place of z
  warn,       ///< z stays
  no_scores,  ///< no z, z′, percent_allowance, ζ or E_n
};

enum class score : unsigned char {
  difference,
  percent_difference,
  percent_allowance,
  z,
  z_prime,
  zeta,
  e_n,
};

using laboratories = std::vector<std::uint32_t>;  ///< positions

/// Which results the statistics use.
struct selection_options {
  laboratories excluded = {}, withdrawn = {};
  censored::substitution censored = censored::substitution::omit;
  outlier_rule outliers = outlier_rule::none;
  double outlier_alpha = 0.01;
  std::optional<double> gross_error_percent = {};  ///< of the median of all
};

/// A mixture by mass; the fields are the arguments of assigned::formulation.
struct recipe {
  std::vector<double> masses = {}, fractions = {}, u_masses = {}, u_fractions = {};
  std::optional<double> total = {}, u_total = {};
  double u_other = 0;
};

struct assigned_options {
  assigned_method method = assigned_method::participants;
  assigned::from_participants_options participants = {};
  std::size_t minimum_laboratories = 5;  ///< fewer make no consensus, no scale; ours
  std::optional<double> value = {};  ///< certified, or a formulation computed elsewhere
  assigned::certified_options certified = {};
  recipe formulation = {};
  laboratories experts = {};
  assigned::expert_laboratories_options expert = {};
  bool score_experts = false;
  double u_homogeneity = 0, u_transport = 0, u_stability = 0;  ///< 7.2.2
  std::optional<assigned::estimate> reference = {};            ///< independent, 7.8
};

struct target_options {
  target_method method = target_method::data;
  /// Of `data`; nothing: the scale that came with the assigned value, else Algorithm A's.
  std::optional<target::from_data_options> data = {};
  std::optional<double> sigma_pt = {}, delta_e = {}, percent = {};
  double s_R = 0, s_r = 0, n = 1;
  bool modified = true;  ///< of `horwitz`
  std::vector<double> previous_level = {}, previous_sd = {};
  target::relation relation = target::relation::linear;
  target::limits limits = {};
};

struct score_options {
  std::vector<round::score> scores = {};  ///< empty: those of an empty scheme
  std::optional<round::score> verdict =
      {};  ///< nothing: the first of z or z′, P_A, E_n, ζ
  double u_ratio = 0.3;
  large_uncertainty when_u_large = large_uncertainty::z_prime;
  double first_limit = 2, second_limit = 3;  ///< z, z′, ζ; second NaN: one limit
  double e_n_limit = 1, allowance_limit = 100;
  double tolerance = 1e-9;
  scores::missing_uncertainty missing_u = scores::missing_uncertainty::none_given;
  double missing_k =
      std::numeric_limits<double>::quiet_NaN();  ///< divides U where k is missing
  bool score_censored = true;  ///< the signal of a censored result where it is decided
};

/// Which comparison decides on the items (annex B).
enum class item_criterion : unsigned char {
  basic,     ///< a fraction of σ_pt, B.2.2, B.5.1
  expanded,  ///< that and the noise of the check, B.2.3, B.5.2
  test,      ///< F test, t test (CNAS-GL003)
};

/// What a failed check of the items does.
enum class failed_check : unsigned char {
  uncertainty,  ///< adds to u(x_pt)
  target,       ///< enlarges σ_pt; of homogeneity only
  warn,
  stop,
};

struct item_options {
  item_criterion criterion = item_criterion::basic;
  double factor = 0.3;  ///< of σ_pt
  double alpha = 0.05;  ///< of the tests
  failed_check when_inhomogeneous = failed_check::uncertainty;
  failed_check when_unstable = failed_check::uncertainty;
};

struct measurand_options {
  std::string unit = {};  ///< of the results; the Horwitz function needs it
  scores::transform transform = scores::transform::none;
  replicate_rule replicates = replicate_rule::mean;
  selection_options selection = {};
  assigned_options assigned = {};
  target_options target = {};
  score_options scoring = {};
  item_options items = {};
};

}  // namespace ringtrial::round
