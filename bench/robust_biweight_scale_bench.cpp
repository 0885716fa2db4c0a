// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"
#include <ringtrial/robust/biweight_scale.hpp>

BENCH(biweight_scale, ringtrial::robust::biweight_scale(x));
