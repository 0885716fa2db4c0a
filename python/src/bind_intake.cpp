// SPDX-License-Identifier: BSL-1.0
#include "arrays.hpp"

#include <charconv>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

// The long loops of reading tables: millions of cells that are plain numbers, texts that repeat,
// lists to be put in another order. What is not plain is left to ringtrial/intake/cells.py.

namespace py = pybind11;
using namespace ringtrial::python;

namespace {

// What a cell is; the same numbers stand in ringtrial/intake/reading.py.
enum kind : std::uint8_t {
  blank,
  whole,         // digits only
  point,         // a point that can only be a decimal mark
  comma,         // a comma that can only be a decimal mark
  point_or_not,  // 1.234: a decimal mark, or the grouping of a thousand
  comma_or_not,
  other,
  subclass =
      8  // added: not a plain str but one that knows more (StoredNumber, SpecialCell)
};

struct number {
  kind is = other;
  double value = std::numeric_limits<double>::quiet_NaN();
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text) {
  constexpr auto blanks = " \t\n\v\f\r";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::size_t digits(std::string_view text, std::size_t from) {
  std::size_t end = from;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end;
}

// What the mark of a number without exponent can be: see methods/scheme.md 2.5, "Decimal mark".
kind mark_kind(char mark, char first_digit, std::size_t before, std::size_t after) {
  const bool grouping = after == 3 && before >= 1 && before <= 3 && first_digit != '0';
  if (mark == '.') return grouping ? point_or_not : point;
  return grouping ? comma_or_not : comma;
}

// The nearest double of mantissa · 10^exponent, the mantissa with a decimal point or none.
number nearest(kind is, std::string_view mantissa, char mark, long exponent) {
  std::string text(mantissa);
  if (mark == ',') text[text.find(',')] = '.';
  if (exponent != 0) text += 'e' + std::to_string(exponent);
  number n{is};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), n.value);
  if (read.ec != std::errc() || !std::isfinite(n.value)) return {};
  n.value += 0.0;  // -0 is 0
  return n;
}

// An exponent "e-12" up to the end of the text; false if there is something else.
bool read_exponent(std::string_view text, long& exponent) {
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(text.size() > 1 && text[1] == '+' ? 2 : 1);
  if (text.empty() || text.size() > 6 || (!is_digit(text[0]) && text[0] != '-'))
    return false;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), exponent);
  return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

// Optional sign, digits with at most one mark, optional exponent; all else is `other`.
number read(std::string_view text, long shift) {
  text = trimmed(text);
  if (text.empty()) return {blank};
  const std::size_t start = text[0] == '-' ? 1 : 0;
  if (text[0] == '+') text.remove_prefix(1);
  std::size_t end = digits(text, start);
  const std::size_t before = end - start;
  char mark = 0;
  std::size_t after = 0;
  if (end < text.size() && (text[end] == '.' || text[end] == ',')) {
    mark = text[end];
    after = digits(text, end + 1) - end - 1;
    end += after + 1;
    if (after == 0) return {};
  }
  if (before + after == 0 || text.size() == start) return {};
  long exponent = 0;
  if (!read_exponent(text.substr(end), exponent)) return {};
  kind is = whole;
  if (mark != 0)
    is = end < text.size() ? (mark == '.' ? point : comma)
                           : mark_kind(mark, text[start], before, after);
  return nearest(is, text.substr(0, end), mark, exponent + shift);
}

number read(PyObject* cell, long shift) {
  if (!PyUnicode_Check(cell)) throw py::type_error("scan: cells must hold str only");
  if (PyUnicode_READY(cell) != 0) throw py::error_already_set();
  number n;
  if (PyUnicode_IS_ASCII(cell))
    n = read(std::string_view(reinterpret_cast<const char*>(PyUnicode_1BYTE_DATA(cell)),
                              static_cast<std::size_t>(PyUnicode_GET_LENGTH(cell))),
             shift);
  if (!PyUnicode_CheckExact(cell)) n.is = static_cast<kind>(n.is + subclass);
  return n;
}

// The plain numbers among the cells, times 10^shift, each correctly rounded once.
py::tuple scan(const py::list& cells, long shift) {
  std::vector<double> values(cells.size());
  std::vector<std::uint8_t> kinds(cells.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto n = read(PyList_GET_ITEM(cells.ptr(), static_cast<py::ssize_t>(i)), shift);
    values[i] = n.value;
    kinds[i] = n.is;
  }
  return py::make_tuple(to_array(std::move(values)), to_array(std::move(kinds)));
}

// For each text its position among the distinct ones, which are listed as they come.
py::tuple factorize(const py::list& texts) {
  std::vector<std::int32_t> codes(texts.size());
  py::dict seen;
  py::list distinct;
  PyObject* last = nullptr;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    PyObject* text = PyList_GET_ITEM(texts.ptr(), static_cast<py::ssize_t>(i));
    if (text == last) {
      codes[i] = codes[i - 1];
      continue;
    }
    last = text;
    if (PyObject* code = PyDict_GetItemWithError(seen.ptr(), text)) {
      codes[i] = static_cast<std::int32_t>(PyLong_AsLong(code));
      continue;
    }
    if (PyErr_Occurred() != nullptr) throw py::error_already_set();
    codes[i] = static_cast<std::int32_t>(distinct.size());
    seen[text] = py::int_(codes[i]);
    distinct.append(py::handle(text));
  }
  return py::make_tuple(to_array(std::move(codes)), distinct);
}

// Where the first or last character is a blank, or none of ASCII: these may have to be trimmed.
py::array_t<std::int64_t> untrimmed(const py::list& texts) {
  std::vector<std::int64_t> found;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    PyObject* text = PyList_GET_ITEM(texts.ptr(), static_cast<py::ssize_t>(i));
    const auto length = PyUnicode_GET_LENGTH(text);
    if (length == 0) continue;
    for (const Py_UCS4 c :
         {PyUnicode_READ_CHAR(text, 0), PyUnicode_READ_CHAR(text, length - 1)}) {
      if (c > ' ' && c < 0x7f) continue;
      found.push_back(static_cast<std::int64_t>(i));
      break;
    }
  }
  return to_array(std::move(found));
}

// The items at these positions, as a new list.
py::list take(
    const py::list& items,
    const py::array_t<std::int64_t, py::array::c_style | py::array::forcecast>& order) {
  const auto positions = order.unchecked<1>();
  const auto size = static_cast<py::ssize_t>(items.size());
  py::list taken(static_cast<std::size_t>(positions.shape(0)));
  for (py::ssize_t i = 0; i < positions.shape(0); ++i) {
    const auto from = positions(i);
    if (from < 0 || from >= size)
      throw py::index_error("take: position outside the list");
    PyList_SET_ITEM(taken.ptr(), i,
                    py::handle(PyList_GET_ITEM(items.ptr(), from)).inc_ref().ptr());
  }
  return taken;
}

}  // namespace

void bind_intake(py::module_& core) {
  auto m = core.def_submodule("intake");
  m.def("scan", &scan);
  m.def("factorize", &factorize);
  m.def("untrimmed", &untrimmed);
  m.def("take", &take);
}
