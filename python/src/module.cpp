// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/outcome.hpp>

#include <pybind11/pybind11.h>

#include <cstdint>

namespace py = pybind11;

// One bind_<folder> a C++ folder, each in bind_<folder>.cpp.
void bind_assigned(py::module_& core);
void bind_batch(py::module_& core);
void bind_censored(py::module_& core);
void bind_consensus(py::module_& core);
void bind_density(py::module_& core);
void bind_homogeneity(py::module_& core);
void bind_intake(py::module_& core);
void bind_outliers(py::module_& core);
void bind_paired(py::module_& core);
void bind_precision(py::module_& core);
void bind_qualitative(py::module_& core);
void bind_ranking(py::module_& core);
void bind_robust(py::module_& core);
void bind_round(py::module_& core);
void bind_scores(py::module_& core);
void bind_simulate(py::module_& core);
void bind_target(py::module_& core);

namespace {

// What the compiler may use; the same numbers come out of each.
constexpr const char* instruction_set =
#if defined(__AVX512F__)
    "avx512";
#elif defined(__AVX2__)
    "avx2";
#elif defined(__x86_64__)
    "sse2";
#elif defined(__aarch64__)
    "neon";
#else
    "none";
#endif

// The texts of ringtrial::outcome, at the positions of their codes.
py::tuple status_names() {
  py::list names;
  for (std::uint8_t code = 0;; ++code) {
    const auto text = ringtrial::name(static_cast<ringtrial::outcome>(code));
    if (text == "unknown") return names;
    names.append(text);
  }
}

}  // namespace

PYBIND11_MODULE(_core, m) {
  m.doc() = "Private: the C++ core of ringtrial. Use the public modules.";
  m.attr("version") = RINGTRIAL_VERSION;
  m.attr("commit") = RINGTRIAL_COMMIT;
  m.attr("compiler") = RINGTRIAL_COMPILER;
  m.attr("instruction_set") = instruction_set;
  m.attr("status_names") = status_names();
  bind_assigned(m);
  bind_batch(m);
  bind_censored(m);
  bind_consensus(m);
  bind_density(m);
  bind_homogeneity(m);
  bind_intake(m);
  bind_outliers(m);
  bind_paired(m);
  bind_precision(m);
  bind_qualitative(m);
  bind_ranking(m);
  bind_robust(m);
  bind_round(m);
  bind_scores(m);
  bind_simulate(m);
  bind_target(m);
}
