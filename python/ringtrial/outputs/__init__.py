"""From an evaluation to files and frames: ``docs/outputs.md`` says what is in each of them."""

from ringtrial.outputs.folder import FORMATS, write
from ringtrial.outputs.frames import to_frame

__all__ = ["FORMATS", "to_frame", "write"]
