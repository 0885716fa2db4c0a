// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "robust_options.hpp"

#include <initializer_list>

/// The estimator of assigned.from_participants and target.from_data with its own options.
namespace ringtrial::python {

/// Keyword arguments that are passed on to an estimator; one it does not have is a ValueError.
class keywords {
 public:
  keywords(py::handle given, const char* function) : function_(function) {
    if (!given.is_none()) given_ = py::reinterpret_borrow<py::dict>(given);
  }

  void require_known(std::string_view estimator,
                     std::initializer_list<std::string_view> known) const {
    for (const auto& [key, value] : given_) {
      const auto name = py::cast<std::string>(key);
      if (std::find(known.begin(), known.end(), name) == known.end())
        detail::reject(std::string(function_) + ": " + name +
                       " is no option of estimator '" + std::string(estimator) +
                       "', which has " + list(known));
    }
  }

  /// read(value, function) where the option is given.
  template <class Read>
  void with(const char* name, Read read) const {
    if (given_.contains(name)) read(given_[name], function_);
  }

  void number(const char* name, double& option) const {
    with(name, [&](py::handle value, const char* function) {
      option = read_number(value, function, name);
    });
  }
  void number(const char* name, std::optional<double>& option) const {
    with(name, [&](py::handle value, const char* function) {
      option = read_number(value, function, name);
    });
  }

  /// The labels of replicates, if any.
  [[nodiscard]] std::optional<labels> lab() const {
    std::optional<labels> read;
    with("lab", [&](py::handle value, const char* function) {
      if (!value.is_none()) read.emplace(value, function);
    });
    return read;
  }

 private:
  [[nodiscard]] static std::string list(std::initializer_list<std::string_view> known) {
    std::string text;
    for (const auto name : known) {
      if (!text.empty()) text += ", ";
      text += name;
    }
    return text.empty() ? "none" : text;
  }

  const char* function_;
  py::dict given_;
};

template <class O>
void read_algorithm_a(O& options, const keywords& given) {
  auto& o = options.algorithm_a;
  given.number("k", o.k);
  given.with("correction", [&](py::handle value, const char* function) {
    std::tie(o.correction, o.factor) = read_correction(value, function);
  });
  given.with("stopping", [&](py::handle value, const char* function) {
    o.stopping = read_stopping(value, function);
  });
  given.with("max_iterations", [&](py::handle value, const char* function) {
    o.max_iterations = read_limit(value, function, "max_iterations");
  });
}

template <class O>
void read_hampel(O& options, const keywords& given) {
  given.number("a", options.hampel.a);
  given.number("b", options.hampel.b);
  given.number("c", options.hampel.c);
}

template <class O>
void read_finite_sample(O& options, const keywords& given) {
  given.with("finite_sample", [&](py::handle value, const char* function) {
    const auto rule = read_small_sample(value, function);
    options.finite_sample = rule != robust::small_sample::none;
    if (options.finite_sample) options.finite_sample_rule = rule;
  });
}

template <class O>
void read_quartiles(O& options, const keywords& given) {
  given.with("quartiles", [&](py::handle value, const char* function) {
    options.quartiles = read_quartiles(value, function);
  });
}

}  // namespace ringtrial::python
