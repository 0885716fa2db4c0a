"""Property tests give the same examples on every run; HYPOTHESIS_PROFILE=long looks further, at random."""

import os

from hypothesis import HealthCheck, settings

HOWEVER_SLOW = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("quick", derandomize=True, **HOWEVER_SLOW)
settings.register_profile("long", max_examples=2_000, **HOWEVER_SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
