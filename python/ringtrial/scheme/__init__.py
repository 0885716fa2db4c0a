"""The scheme: what is computed for each measurand and how the round is reported (see docs/scheme.md)."""

from ringtrial.scheme.keys import KEYS, Key
from ringtrial.scheme.load import Scheme, load

__all__ = ["KEYS", "Key", "Scheme", "load"]
