// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"
#include <ringtrial/density/kde.hpp>

BENCH(kde, ringtrial::density::kde(x).density.back());
