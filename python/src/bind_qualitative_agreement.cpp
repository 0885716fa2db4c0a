// SPDX-License-Identifier: BSL-1.0
#include "qualitative_arguments.hpp"
#include <ringtrial/qualitative/cohen_kappa.hpp>
#include <ringtrial/qualitative/fleiss_kappa.hpp>
#include <ringtrial/qualitative/krippendorff_alpha.hpp>
#include <ringtrial/row_view.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace {

using namespace ringtrial::python;

py::tuple to_tuple(const qualitative::kappa_result& r) {
  return py::make_tuple(r.kappa, r.observed, r.expected, r.standard_error,
                        r.standard_error_null, r.z, r.p_value, r.lower, r.upper, r.n,
                        r.categories, code(r.status));
}

py::tuple to_tuple(const qualitative::alpha_result& r) {
  return py::make_tuple(r.alpha, r.observed, r.expected, r.n_units, r.n_values,
                        code(r.status));
}

/// Rows of a 2-D array; `values` must outlive it.
ringtrial::row_view<const double> rows_of(const doubles& values, const char* function,
                                          const char* name) {
  const auto& array = values.array();
  if (array.ndim() != 2) reject_dimensions(array, function, name, "2");
  const auto columns = static_cast<std::size_t>(array.shape(1));
  return {values.span().data(), static_cast<std::size_t>(array.shape(0)), columns,
          columns};
}

py::tuple cohen_kappa(const py::list& a, const py::list& b, py::handle weights,
                      const py::list& categories, py::handle confidence) {
  constexpr auto function = "cohen_kappa";
  using kind = qualitative::kappa_weights;
  std::optional<kind> chosen;
  if (!weights.is_none())
    chosen =
        read_choice<kind>(weights, function, "weights",
                          {{"linear", kind::linear}, {"quadratic", kind::quadratic}});
  return to_tuple(qualitative::cohen_kappa(
      views(a), views(b),
      {chosen, strings(categories), read_number(confidence, function, "confidence")}));
}

py::tuple fleiss_kappa(py::handle counts, py::handle confidence) {
  constexpr auto function = "fleiss_kappa";
  const auto values = read_doubles_nd(counts, function, "counts");
  return to_tuple(
      qualitative::fleiss_kappa(rows_of(values, function, "counts"),
                                {read_number(confidence, function, "confidence")}));
}

qualitative::krippendorff_alpha_options alpha_options(py::handle level,
                                                      const py::list& categories) {
  using scale = qualitative::measurement_level;
  return {read_choice<scale>(level, "krippendorff_alpha", "level",
                             {{"nominal", scale::nominal},
                              {"ordinal", scale::ordinal},
                              {"interval", scale::interval},
                              {"ratio", scale::ratio}}),
          strings(categories)};
}

py::tuple alpha_of_numbers(py::handle ratings, py::handle level,
                           const py::list& categories) {
  constexpr auto function = "krippendorff_alpha";
  const auto options = alpha_options(level, categories);
  const auto values = read_doubles_nd(ratings, function, "ratings");
  return to_tuple(
      qualitative::krippendorff_alpha(rows_of(values, function, "ratings"), options));
}

py::tuple alpha_of_texts(const py::list& ratings, py::handle level,
                         const py::list& categories) {
  const auto options = alpha_options(level, categories);
  std::vector<std::vector<std::string_view>> rows;
  for (const auto row : ratings)
    rows.push_back(views(py::reinterpret_borrow<py::list>(row)));
  const std::span<const std::vector<std::string_view>> raters(rows);
  return to_tuple(qualitative::krippendorff_alpha(raters, options));
}

}  // namespace

void bind_qualitative_agreement(py::module_& m) {
  m.def("cohen_kappa", &cohen_kappa);
  m.def("fleiss_kappa", &fleiss_kappa);
  m.def("alpha_of_numbers", &alpha_of_numbers);
  m.def("alpha_of_texts", &alpha_of_texts);
}
