// SPDX-License-Identifier: BSL-1.0
#include "arrays.hpp"
#include <ringtrial/batch/threads.hpp>

namespace py = pybind11;
using namespace ringtrial::python;

void bind_batch(py::module_& core) {
  auto m = core.def_submodule("batch");
  m.def("threads", &ringtrial::batch::threads);
  m.def("set_threads", [](py::handle n) {
    ringtrial::batch::set_threads(read_count(n, "set_threads", "n"));
  });
}
