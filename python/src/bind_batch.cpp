// SPDX-License-Identifier: BSL-1.0
#include "arrays.hpp"
#include <ringtrial/batch/detail/chunks.hpp>
#include <ringtrial/batch/threads.hpp>

namespace py = pybind11;
using namespace ringtrial::python;

void bind_batch(py::module_& core) {
  auto m = core.def_submodule("batch");
  ringtrial::batch::detail::set_stop_check([] {  // Ctrl-C
    const py::gil_scoped_acquire locked;
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
  });
  m.def("threads", &ringtrial::batch::threads);
  m.def("set_threads", [](py::handle n) {
    ringtrial::batch::set_threads(read_count(n, "set_threads", "n"));
  });
}
