// SPDX-License-Identifier: BSL-1.0
#pragma once

/// Every public header; a test holds this list complete.
#include <ringtrial/censored/data.hpp>
#include <ringtrial/censored/intervals.hpp>
#include <ringtrial/censored/substitute.hpp>
#include <ringtrial/censored/z.hpp>
#include <ringtrial/concepts.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/outliers/cochran.hpp>
#include <ringtrial/outliers/grubbs.hpp>
#include <ringtrial/qualitative/chance_test.hpp>
#include <ringtrial/qualitative/code_agreement.hpp>
#include <ringtrial/qualitative/code_consensus.hpp>
#include <ringtrial/qualitative/consensus.hpp>
#include <ringtrial/qualitative/nominal_score.hpp>
#include <ringtrial/qualitative/ordinal_score.hpp>
#include <ringtrial/qualitative/proportion.hpp>
#include <ringtrial/qualitative/texts.hpp>
#include <ringtrial/quantiles.hpp>
#include <ringtrial/robust/algorithm_a.hpp>
#include <ringtrial/robust/algorithm_s.hpp>
#include <ringtrial/robust/biweight.hpp>
#include <ringtrial/robust/biweight_scale.hpp>
#include <ringtrial/robust/hampel.hpp>
#include <ringtrial/robust/huber.hpp>
#include <ringtrial/robust/mad.hpp>
#include <ringtrial/robust/median.hpp>
#include <ringtrial/robust/niqr.hpp>
#include <ringtrial/robust/q_hampel.hpp>
#include <ringtrial/robust/q_method.hpp>
#include <ringtrial/robust/qn.hpp>
#include <ringtrial/robust/sn.hpp>
#include <ringtrial/robust/tau_scale.hpp>
#include <ringtrial/row_view.hpp>
