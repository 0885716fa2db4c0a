// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"
#include <ringtrial/robust/tau_scale.hpp>

BENCH(tau_scale, ringtrial::robust::tau_scale(x));
