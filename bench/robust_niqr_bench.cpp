// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"
#include <ringtrial/robust/niqr.hpp>

BENCH(niqr, ringtrial::robust::niqr(x));
