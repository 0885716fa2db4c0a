// SPDX-License-Identifier: BSL-1.0
#include <pybind11/pybind11.h>

namespace py = pybind11;

// One bind_<folder> a C++ folder, each in bind_<folder>.cpp.

PYBIND11_MODULE(_core, m) {
  m.doc() = "Private: the C++ core of ringtrial. Use the public modules.";
  m.attr("version") = RINGTRIAL_VERSION;
  m.attr("commit") = RINGTRIAL_COMMIT;
  m.attr("compiler") = RINGTRIAL_COMPILER;
}
