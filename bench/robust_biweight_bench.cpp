// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"
#include <ringtrial/robust/biweight.hpp>

BENCH(biweight, ringtrial::robust::biweight(x));
