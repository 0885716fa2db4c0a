// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"
#include <ringtrial/density/modes.hpp>

BENCH(modes, ringtrial::density::modes(x).count);
BENCH(modes_of_ten_resamples, ringtrial::density::modes(x, {.replicates = 10}).count);
