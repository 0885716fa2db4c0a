// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/detail/require.hpp>
#include <ringtrial/qualitative/code_agreement.hpp>
#include <ringtrial/qualitative/consensus.hpp>
#include <ringtrial/qualitative/nominal_score.hpp>
#include <ringtrial/qualitative/ordinal_score.hpp>
#include <ringtrial/round/categories.hpp>

#include <algorithm>
#include <optional>

namespace ringtrial::round {
namespace {

using qualitative::detail::stripped;
using views = std::vector<std::string_view>;

std::ptrdiff_t position(std::size_t lab) { return static_cast<std::ptrdiff_t>(lab); }

/// A code without dots, blanks and hyphens; nothing if another character is in it or it is too short.
std::optional<std::string> digits_of(std::string_view code, std::size_t shortest) {
  std::string digits;
  for (const char c : code) {
    if (c >= '0' && c <= '9')
      digits += c;
    else if (c != '.' && c != ' ' && c != '-')
      return std::nullopt;
  }
  if (digits.size() < shortest) return std::nullopt;
  return digits;
}

/// The text as it is compared; nothing if it is no answer of this kind.
std::optional<std::string> category_of(std::string_view text, const category_options& o) {
  if (o.kind == category_kind::code) return digits_of(text, o.code_levels.front());
  std::string category(text);
  if (o.kind == category_kind::ordinal &&
      std::ranges::find(o.levels, category) == o.levels.end())
    return std::nullopt;
  return category;
}

/// The entries of one laboratory: equal, or there is no result.
void add_entry(category_evaluation& e, std::size_t lab, std::string_view text,
               const category_options& o) {
  if (text.empty()) return;
  const auto category = category_of(text, o);
  if (++e.n[lab] == 1) {
    e.category[lab] = category.value_or("");
    if (!category) e.reason[lab] = reason::unknown_category;
  } else if (e.reason[lab] == reason::none && category != e.category[lab]) {
    e.category[lab].clear();
    e.reason[lab] = reason::replicates_differ;
  }
}

category_evaluation results_of(const reported_categories& data,
                               const category_options& o) {
  const std::size_t n = data.laboratories;
  category_evaluation e{std::vector<std::string>(n),
                        std::vector<std::size_t>(n),
                        std::vector(n, use::used),
                        std::vector(n, signal::not_scored),
                        std::vector(n, reason::none),
                        {},
                        reason::none,
                        {}};
  detail::require(data.text.size() == data.laboratory.size(),
                  "evaluate_categories: laboratory and text must have one length");
  for (std::size_t i = 0; i < data.text.size(); ++i) {
    const auto lab = static_cast<std::size_t>(data.laboratory[i]);
    detail::require(lab < n,
                    "evaluate_categories: laboratory must be a position among "
                    "the laboratories");
    add_entry(e, lab, stripped(data.text[i]), o);
  }
  return e;
}

void leave_out(category_evaluation& e, std::size_t lab, use why, signal s, reason r) {
  e.use[lab] = why;
  e.signal[lab] = s;
  e.reason[lab] = r;
}

void mark(category_evaluation& e, const category_options& o) {
  for (std::size_t i = 0; i < e.n.size(); ++i)
    if (e.n[i] == 0)
      leave_out(e, i, use::not_reported, signal::not_reported, reason::not_reported);
  for (const auto lab : o.withdrawn)
    if (lab < e.n.size() && e.use[lab] == use::used)
      leave_out(e, lab, use::withdrawn, signal::withdrawn, reason::withdrawn);
  for (const auto lab : o.excluded)
    if (lab < e.n.size() && e.use[lab] == use::used)
      leave_out(e, lab, use::excluded, signal::not_scored, e.reason[lab]);
}

void tell(category_evaluation& e) {
  for (std::size_t i = 0; i < e.n.size(); ++i) {
    const auto add = [&](finding_code code) {
      e.findings.push_back({code, position(i)});
    };
    if (e.use[i] == use::withdrawn) add(finding_code::lab_withdrawn);
    if (e.use[i] == use::excluded) add(finding_code::lab_excluded);
    if (e.reason[i] == reason::unknown_category) add(finding_code::unknown_category);
    if (e.reason[i] == reason::replicates_differ) add(finding_code::replicates_differ);
    if (e.use[i] == use::used && e.category[i].empty())
      e.use[i] = use::excluded;  // no answer that could be counted
  }
}

void add_finding(category_evaluation& e, finding_code code, double a, double b = nan) {
  e.findings.push_back({code, -1, {a, b, nan, nan}});
}

void assign_by_consensus(category_evaluation& e, const category_options& o) {
  constexpr std::size_t few = 12;  // a consensus of fewer is weak (ours)
  views used;
  for (std::size_t i = 0; i < e.n.size(); ++i)
    if (e.use[i] == use::used) used.push_back(e.category[i]);
  const auto n = static_cast<double>(used.size());
  if (used.size() < o.minimum_laboratories) {
    e.missing = reason::too_few;
    return add_finding(e, finding_code::too_few, n,
                       static_cast<double>(o.minimum_laboratories));
  }
  if (used.size() < few) add_finding(e, finding_code::few_laboratories, n);
  const auto c = qualitative::consensus(used, {.required = o.required});
  if (c.reached) {
    e.assigned = c.mode;
  } else {
    e.missing = reason::no_consensus;
    add_finding(e, finding_code::no_consensus, c.agreement, o.required);
  }
}

void assign(category_evaluation& e, const category_options& o) {
  if (!o.scored) {
    e.missing = reason::no_assigned_value;
  } else if (o.assigned.empty()) {
    assign_by_consensus(e, o);
  } else {
    const auto category = category_of(stripped(o.assigned), o);
    if (!category)
      detail::reject(
          "evaluate_categories: assigned_category = '" + o.assigned + "', must be " +
          (o.kind == category_kind::code ? "a code of digits" : "one of levels"));
    e.assigned = *category;
  }
}

std::vector<qualitative::verdict> signals_of(const category_evaluation& e,
                                             const category_options& o) {
  const views x(e.category.begin(), e.category.end());
  switch (o.kind) {
    case category_kind::ordinal: {
      const views levels(o.levels.begin(), o.levels.end());
      return qualitative::ordinal_score(x, e.assigned, levels).signal;
    }
    case category_kind::code:
      return qualitative::code_agreement(x, e.assigned, {.levels = o.code_levels}).signal;
    case category_kind::nominal:
      break;
  }
  return qualitative::nominal_score(x, e.assigned, {o.accepted, o.partial}).signal;
}

void judge(category_evaluation& e, const category_options& o) {
  const auto signals = e.missing == reason::none
                           ? signals_of(e, o)
                           : std::vector<qualitative::verdict>(e.n.size());
  for (std::size_t i = 0; i < e.n.size(); ++i) {
    if (e.reason[i] != reason::none) continue;
    e.signal[i] = static_cast<signal>(signals[i]);
    e.reason[i] = e.missing;
  }
}

}  // namespace

std::size_t category_evaluation::n_reported() const noexcept {
  return use.size() -
         static_cast<std::size_t>(std::ranges::count(use, use::not_reported));
}

std::size_t category_evaluation::n_used() const noexcept {
  return static_cast<std::size_t>(std::ranges::count(use, use::used));
}

category_evaluation evaluate_categories(const reported_categories& data,
                                        const category_options& o) {
  detail::require(
      o.kind != category_kind::ordinal || !o.levels.empty(),
      "evaluate_categories: levels is empty, must list the categories, lowest first");
  detail::require(
      !o.code_levels.empty() && o.code_levels.front() > 0,
      "evaluate_categories: code_levels must hold one number of digits at least");
  auto e = results_of(data, o);
  mark(e, o);
  tell(e);
  assign(e, o);
  judge(e, o);
  return e;
}

}  // namespace ringtrial::round
