// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "arrays.hpp"
#include <ringtrial/qualitative/proportion.hpp>
#include <ringtrial/qualitative/texts.hpp>

#include <pybind11/stl.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// What the bindings of ringtrial::qualitative share.
namespace ringtrial::python {

namespace qualitative = ringtrial::qualitative;

/// The texts of a list of str (ringtrial.qualitative has made it one) without copies.
[[nodiscard]] inline std::vector<std::string_view> views(const py::list& texts) {
  std::vector<std::string_view> all;
  all.reserve(texts.size());
  for (const auto item : texts) all.push_back(as_text(item).value());
  return all;
}

[[nodiscard]] inline std::vector<std::string> strings(const py::list& texts) {
  const auto all = views(texts);
  return {all.begin(), all.end()};
}

template <class V>
[[nodiscard]] py::list names(const std::vector<V>& verdicts) {
  py::list texts(verdicts.size());
  for (std::size_t i = 0; i < verdicts.size(); ++i) texts[i] = py::str(name(verdicts[i]));
  return texts;
}

[[nodiscard]] inline int code(outcome status) { return static_cast<int>(status); }

[[nodiscard]] inline qualitative::proportion_method read_method(py::handle value,
                                                                const char* function) {
  using method = qualitative::proportion_method;
  return read_choice<method>(value, function, "method",
                             {{"wilson", method::wilson},
                              {"clopper_pearson", method::clopper_pearson},
                              {"jeffreys", method::jeffreys},
                              {"agresti_coull", method::agresti_coull},
                              {"wald", method::wald}});
}

/// The fields of Python's Proportion.
[[nodiscard]] inline py::tuple to_tuple(const qualitative::proportion_result& r,
                                        qualitative::proportion_method method) {
  return py::make_tuple(r.estimate, r.lower, r.upper, r.standard_error, r.n, name(method),
                        code(r.status));
}

}  // namespace ringtrial::python
